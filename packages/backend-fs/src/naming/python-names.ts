import { existsSync } from "node:fs";
import { readBeginning } from "../reading/read-file.ts";
import { type NameStyle, segmentOf } from "./file-names.ts";

/** Folders in which no program keeps results: that of this library, and that of git, which has thousands. */
const NEVER = /^\.(?:results-manager|git)$/i;
/** How the Python library writes a record, wherever its key stands. */
const KEY = '"model_type"';
/** There, `\` separates folders. */
const SEPARATES_BACKSLASH = process.platform === "win32";

/**
 * The path that the Python library gives an id, below the store's folder, without an ending; `undefined` where this library gives it the same,
 * or has it for another id. It writes `<id>.json`, where this one encodes `%`, `\`, a leading dot and a folder's `.json`.
 *
 * @param own the path that this library gives it.
 */
export function pythonPath(id: string, own: string, style: NameStyle): string | undefined {
  return unlessOurs(id, own, style, "record");
}

/** The same of the folder of an id. */
export function pythonFolder(id: string, own: string, style: NameStyle): string | undefined {
  return unlessOurs(id, own, style, "folder");
}

function unlessOurs(id: string, own: string, style: NameStyle, kind: "record" | "folder"): string | undefined {
  if (id === own || style.spelling !== "plain") return undefined;
  const segments = id.split("/");
  if (!segments.every(isPythonName)) return undefined;
  const last = segments.length - 1;
  const isOurs = segments.every((name, i) => segmentOf([name], i < last ? "folder" : kind, style) !== undefined);
  return isOurs ? undefined : id;
}

/** Tells whether a name in a folder may be a segment as the Python library writes it. */
export function isPythonName(name: string): boolean {
  return !NEVER.test(name) && !(SEPARATES_BACKSLASH && name.includes("\\"));
}

/** Tells whether a file under a name that this library does not give is a record: other programs have such names, too. */
export function isPythonRecord(path: string): boolean {
  try {
    const beginning = readBeginning(path);
    return typeof beginning === "string" && beginning.includes(KEY);
  } catch {
    return false;
  }
}

/** The file of a record: as this library names it, unless only one that the Python library has named is there. */
export function existingFile(own: string, python: string): string {
  return !existsSync(own) && existsSync(python) && isPythonRecord(python) ? python : own;
}
