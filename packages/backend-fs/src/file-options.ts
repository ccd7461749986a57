import type { Durability } from "@results-manager/core";
import {
  checkDurability,
  checkOptions,
  type OptionNames,
  pathOfUrl,
  STORAGE_OPTIONS,
} from "@results-manager/core/internal";
import type { StorageOptions } from "@results-manager/core/storage";

/** Options for opening a store of files. */
export interface FileOptions {
  /** Make the folder where there is none; true by default. */
  readonly createIfMissing?: boolean | undefined;
  /** `'full'` syncs files and folders before a promise resolves and is the default; `'process'` does not. */
  readonly durability?: Durability | undefined;
  /** Refuse every write, and make nothing, no folder either; false by default. Reads where nothing can be written. */
  readonly readOnly?: boolean | undefined;
}

/** Names of the options of a store of files. */
export const FILE_OPTIONS: OptionNames<FileOptions & StorageOptions> = {
  createIfMissing: true,
  durability: true,
  readOnly: true,
  ...STORAGE_OPTIONS,
};

/** Checked arguments of a store of files. */
export interface ParsedFileOptions {
  readonly baseDir: string;
  readonly createIfMissing: boolean;
  readonly durability: Durability;
  readonly readOnly: boolean;
}

/** @throws {TypeError} naming the argument or option, the expected type and the given one. */
export function parseFileOptions(place: string | URL, options: FileOptions & StorageOptions): ParsedFileOptions {
  const baseDir = pathOfUrl(place, "baseDir");
  if (typeof baseDir !== "string" || baseDir === "" || baseDir.includes("\0")) {
    throw new TypeError(`baseDir must be the path of a folder, a non-empty string, got ${JSON.stringify(baseDir)}.`);
  }
  checkOptions(options, FILE_OPTIONS, "a store of files");
  const { createIfMissing = true, readOnly = false, durability } = options;
  return {
    baseDir,
    createIfMissing: checkBoolean(createIfMissing, "createIfMissing"),
    durability: checkDurability(durability),
    readOnly: checkBoolean(readOnly, "readOnly"),
  };
}

function checkBoolean(value: boolean, name: string): boolean {
  if (typeof value === "boolean") return value;
  throw new TypeError(`${name} must be boolean, got ${JSON.stringify(value)}.`);
}
