import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { removeSync } from "fs-extra/esm";
import { makeFolder } from "./temp-folder.ts";

/** Features of the file system that tests keep their stores on, beyond those that a store needs. */
export interface TestFolder {
  /** Modes of files and folders are kept and heeded. */
  readonly modes: boolean;
  /** There are symbolic links, and with them FIFOs and sockets. */
  readonly links: boolean;
  /** A name is listed in the letters it was created with. */
  readonly letterCase: boolean;
  /** `A` and `a` are different names. */
  readonly heedsCase: boolean;
  /** Names may have control characters, and bytes that are not UTF-8. */
  readonly anyName: boolean;
  /** A folder can be removed while a file in it is open; FUSE keeps such a file in it under another name. */
  readonly removesOpenFiles: boolean;
}

let testFolder: TestFolder | undefined;

/** Tells the features of the file system of this run, which are tried once. */
export function featuresOfTestFolder(): TestFolder {
  testFolder ??= tried();
  return testFolder;
}

function tried(): TestFolder {
  const folder = makeFolder();
  try {
    const file = join(folder, "File");
    writeFileSync(file, "");
    const letterCase = readdirSync(folder).includes("File");
    return {
      modes: keepsModes(file),
      links: hasLinks(join(folder, "link")),
      letterCase,
      heedsCase: !existsSync(join(folder, "fILE")),
      anyName: takesAnyName(folder),
      removesOpenFiles: removesOpen(file, folder),
    };
  } finally {
    removeSync(folder);
  }
}

function removesOpen(file: string, folder: string): boolean {
  const open = openSync(file, "r");
  try {
    unlinkSync(file);
    return !readdirSync(folder).some((name) => name.startsWith(".fuse_hidden"));
  } finally {
    closeSync(open);
  }
}

function keepsModes(file: string): boolean {
  try {
    chmodSync(file, 0o404);
    return (statSync(file).mode & 0o777) === 0o404;
  } catch {
    return false;
  }
}

function hasLinks(path: string): boolean {
  try {
    symlinkSync("File", path);
    return true;
  } catch {
    return false;
  }
}

function takesAnyName(folder: string): boolean {
  try {
    writeFileSync(join(folder, "tab\there"), "");
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe])]), "");
    return true;
  } catch {
    return false;
  }
}
