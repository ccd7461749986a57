import { closeSync, constants, fsyncSync, openSync, unlinkSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { StoreTooNewError } from "@results-manager/core";
import { systemCode } from "../errors/system-code.ts";
import type { Spelling } from "../naming/file-names.ts";
import { isOwnFolder, readOwnFile } from "./reserved-folder.ts";

/** Version of the layout that this release writes and reads. */
export const LAYOUT_VERSION = 1;

const SPELLINGS: readonly unknown[] = ["plain", "folded"] satisfies Spelling[];

/** Number of attempts to write a layout while other processes write or remove it. */
const ATTEMPTS = 10;

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
/** Flag that syncs every write, since Node's permission model refuses `fsync`; Windows has only `fsync`. */
const WRITE_THROUGH = constants.O_SYNC ?? 0;

/**
 * Reads the spelling of names from the layout file; `undefined` where the file is missing or damaged: then the spelling is detected again.
 *
 * @throws {StoreTooNewError} `STORE_TOO_NEW` when a newer release has made the store.
 */
export function readLayout(reserved: string): Spelling | undefined {
  const { version, names } = parse(reserved);
  if (typeof version === "number" && version > LAYOUT_VERSION)
    throw new StoreTooNewError(dirname(reserved), version, LAYOUT_VERSION);
  return version === LAYOUT_VERSION && SPELLINGS.includes(names) ? (names as Spelling) : undefined;
}

/** Writes the layout file unless another process has; returns the spelling in the file. A damaged file is replaced. */
export function recordLayout(reserved: string, names: Spelling): Spelling {
  const path = pathOf(reserved);
  for (let attempt = 1; ; attempt++) {
    try {
      writeNew(path, `${JSON.stringify({ version: LAYOUT_VERSION, names })}\n`);
      return names;
    } catch (error) {
      if (systemCode(error) !== "EEXIST" || attempt === ATTEMPTS) throw error;
    }
    const recorded = readLayout(reserved);
    if (recorded) return recorded;
    // Damaged, or incomplete because another process is writing the same.
    unlinkIfThere(path);
  }
}

/** Path of the layout file. Without `.json`: the Python library lists such files, even in hidden folders. */
function pathOf(reserved: string): string {
  return join(reserved, "layout");
}

function writeNew(path: string, text: string): void {
  const fd = openSync(path, NEW | WRITE_THROUGH, 0o666);
  try {
    writeSync(fd, text);
    if (!WRITE_THROUGH) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function parse(reserved: string): { readonly version?: unknown; readonly names?: unknown } {
  try {
    return isOwnFolder(reserved) ? (JSON.parse(readOwnFile(pathOf(reserved)) ?? "") ?? {}) : {};
  } catch {
    return {}; // Missing, damaged, or not of this library: a write reports it.
  }
}

function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}
