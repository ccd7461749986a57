import { existsSync } from "node:fs";
import { readBeginning } from "../reading/read-file.ts";
import { type NameStyle, segmentOf } from "./file-names.ts";

/** Folders that never hold results: this library's reserved folder, and that of git, which has thousands of files. */
const EXCLUDED_FOLDERS = /^\.(?:results-manager|git)$/i;
/** Key that every record of the Python library has, at any position. */
const KEY = '"model_type"';
/** Windows separates folders by `\`. */
const SEPARATES_BACKSLASH = process.platform === "win32";

/**
 * Path that the Python library gives an id, relative to the store's folder, without extension; `undefined` where this library uses the same
 * path, or uses it for another id. Python writes `<id>.json`, where this library encodes `%`, `\`, a leading dot and a folder's `.json`.
 *
 * @param own the path that this library gives the id.
 */
export function pythonPath(id: string, own: string, style: NameStyle): string | undefined {
  return pythonName(id, own, style, "record");
}

/** Path that the Python library gives the folder of an id; see {@link pythonPath}. */
export function pythonFolder(id: string, own: string, style: NameStyle): string | undefined {
  return pythonName(id, own, style, "folder");
}

function pythonName(id: string, own: string, style: NameStyle, kind: "record" | "folder"): string | undefined {
  if (id === own || style.spelling !== "plain") return undefined;
  const segments = id.split("/");
  if (!segments.every(isPythonName)) return undefined;
  const last = segments.length - 1;
  const isOwnName = segments.every((name, i) => segmentOf([name], i < last ? "folder" : kind, style) !== undefined);
  return isOwnName ? undefined : id;
}

/** Tells whether a name may be a segment as the Python library writes it. */
export function isPythonName(name: string): boolean {
  return !EXCLUDED_FOLDERS.test(name) && !(SEPARATES_BACKSLASH && name.includes("\\"));
}

/** Tells whether a file with a name that this library does not use is a record: other programs use such names, too. */
export function isPythonRecord(path: string): boolean {
  try {
    const beginning = readBeginning(path);
    return typeof beginning === "string" && beginning.includes(KEY);
  } catch {
    return false;
  }
}

/** Path of a record's file: this library's, unless only the Python library's file exists. */
export function existingFile(own: string, python: string): string {
  return !existsSync(own) && existsSync(python) && isPythonRecord(python) ? python : own;
}
