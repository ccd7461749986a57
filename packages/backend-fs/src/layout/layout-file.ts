import { closeSync, constants, fsyncSync, openSync, unlinkSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { StoreTooNewError } from "@results-manager/core";
import { literal, number, object, picklist, safeParse } from "valibot";
import { systemCode } from "../errors/file-system-error.ts";
import type { Spelling } from "../naming/file-names.ts";
import { isOwnFolder, readOwnFile } from "./reserved-folder.ts";

/** The version of the layout that this release makes and reads. */
export const LAYOUT_VERSION = 1;

const Versioned = object({ version: number() });
const LayoutFile = object({ version: literal(LAYOUT_VERSION), names: picklist(["plain", "folded"]) });

/** How often a layout is written that others write or remove at the same time. */
const ATTEMPTS = 10;

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
/** Written through to the disk by the way it is opened, since Node's permission model refuses `fsync`; Windows knows that alone. */
const WRITE_THROUGH = constants.O_SYNC ?? 0;

/**
 * Reads how names are spelled in a store; `undefined` where that is not written down, or damaged: then it is decided again.
 *
 * @throws {StoreTooNewError} `STORE_TOO_NEW` when a newer release has made the store.
 */
export function readLayout(reserved: string): Spelling | undefined {
  const layout = parse(reserved);
  const versioned = safeParse(Versioned, layout);
  if (versioned.success && versioned.output.version > LAYOUT_VERSION) {
    throw new StoreTooNewError(dirname(reserved), versioned.output.version, LAYOUT_VERSION);
  }
  const known = safeParse(LayoutFile, layout);
  return known.success ? known.output.names : undefined;
}

/** Writes down how names are spelled, unless another process was faster; returns what is written. A damaged file is replaced. */
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
    // Damaged, or half written by a process that is about to write the same.
    unlinkIfThere(path);
  }
}

/** A name without `.json`: the Python library lists what ends so, in hidden folders too. */
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

function parse(reserved: string): unknown {
  try {
    return isOwnFolder(reserved) ? JSON.parse(readOwnFile(pathOf(reserved)) ?? "") : undefined;
  } catch {
    return undefined; // Not there, damaged, or not ours: whoever writes is told.
  }
}

function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}
