import { mkdirSync, type Stats, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Space, StorageError, StoreNotFoundError } from "@results-manager/core";
import { fileSystemError } from "../errors/file-system-error.ts";
import { type NameStyle, nameStyle, type Spelling } from "../naming/file-names.ts";
import { FolderSyncs } from "../syncing/folder-syncs.ts";
import { findSpelling } from "./find-spelling.ts";
import { readLayout, recordLayout } from "./layout-file.ts";
import { isOwnFolder, makeOwnFolder, RESERVED_FOLDER } from "./reserved-folder.ts";

/** How many folders are remembered to be what they seem. */
const MOST_REMEMBERED = 4096;

/** What a store's folder looks like. It is decided when the store is made and goes with it to other machines. */
export class Layout {
  readonly baseDir: string;
  /** The folder of everything but results. */
  readonly reserved: string;
  /** Where each open store has a folder for its temp files. */
  readonly tempFolder: string;
  /** Which names have reached the disk. */
  readonly syncs: FolderSyncs;
  /** Folders in the reserved one that are no links. */
  readonly #real = new Set<string>();
  readonly #roots = new Map<Space, string>();
  #spelling: Spelling | undefined;
  #prepared = false;
  #isNew = false;

  /**
   * @throws {StoreNotFoundError} `STORE_NOT_FOUND` when there is no folder and none shall be made.
   * @throws {StoreTooNewError} `STORE_TOO_NEW` when a newer release has made the store.
   * @throws {StorageError} when the folder cannot be made, or the path is a file.
   */
  constructor(baseDir: string, createIfMissing: boolean) {
    this.baseDir = baseDir;
    this.reserved = join(baseDir, RESERVED_FOLDER);
    this.tempFolder = join(this.reserved, "tmp");
    this.syncs = new FolderSyncs(baseDir);
    if (isFolder(baseDir)) {
      this.#spelling = readLayout(this.reserved);
      return;
    }
    if (!createIfMissing) throw new StoreNotFoundError(baseDir);
    try {
      const first = mkdirSync(baseDir, { recursive: true });
      if (first !== undefined) this.syncs.note(foldersBetween(first, baseDir));
    } catch (error) {
      throw fileSystemError(error, "create the folder", baseDir);
    }
  }

  /**
   * The folder of a space: results lie in the store's folder itself, where people look for them.
   *
   * @throws {StorageError} `STORAGE_FAILED` when a space is a link: it leads out of the store.
   */
  rootOf(space: Space): string {
    if (space === "results") return this.baseDir;
    const known = this.#roots.get(space);
    if (known !== undefined) return known;
    const root = join(this.reserved, space);
    if (this.#checkFolder(root)) this.#roots.set(space, root);
    return root;
  }

  /**
   * Makes sure that a folder in the reserved one does not lead out of the store: what is no result goes through no link.
   *
   * @throws {StorageError} `STORAGE_FAILED` when a folder on the way is a link.
   */
  checkInside(folder: string): void {
    this.#checkFolder(folder);
  }

  /** How names are made in a space. Reading decides nothing for good: a store that is empty may yet be made by another process. */
  styleOf(space: Space): NameStyle {
    this.#spelling ??= readLayout(this.reserved) ?? findSpelling(this.baseDir);
    return nameStyle(this.#spelling ?? "plain", space === "results" ? ".json" : ".record");
  }

  /** Makes the reserved folder, and writes down how names are spelled: to be called before a path is worked out for a write. */
  prepare(): void {
    if (this.#prepared) return;
    const first = mkdirSync(this.baseDir, { recursive: true }); // Others may have removed it since.
    if (first !== undefined) this.syncs.note(foldersBetween(first, this.baseDir));
    if (makeOwnFolder(this.reserved)) this.syncs.note([this.baseDir]);
    const recorded = readLayout(this.reserved);
    this.#spelling = recorded ?? recordLayout(this.reserved, findSpelling(this.baseDir, this.reserved) ?? "plain");
    if (!recorded) this.syncs.note([this.reserved]);
    this.#isNew = !recorded;
    this.#prepared = true;
  }

  /** The reserved folder was made here: nothing in it was in use before. */
  get isNew(): boolean {
    return this.#isNew;
  }

  /** Notes that others have removed the reserved folder: it is made again by the next write. */
  reset(): void {
    this.#prepared = false;
    this.#spelling = undefined;
    this.#real.clear();
    this.#roots.clear();
  }

  /** Looks at each folder on the way, once; tells whether it is there. One that is not will be made by us. */
  #checkFolder(folder: string): boolean {
    if (this.#real.has(folder)) return true;
    if (folder !== this.reserved && !this.#checkFolder(dirname(folder))) return false;
    if (!isOwnFolder(folder)) return false;
    if (this.#real.size >= MOST_REMEMBERED) this.#real.clear();
    this.#real.add(folder);
    return true;
  }
}

function isFolder(path: string): boolean {
  const found = stat(path);
  if (!found || found.isDirectory()) return found !== undefined;
  const cause = Object.assign(new Error(`ENOTDIR: not a directory, open '${path}'`), { code: "ENOTDIR", path });
  throw new StorageError(`A store needs a folder, but '${path}' is a file. Choose another path.`, { cause });
}

function stat(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw fileSystemError(error, "open the store in", path);
  }
}

/** The parents of every folder from `first` down to `last`, which lies in it or is it. */
export function foldersBetween(first: string, last: string): string[] {
  const parents: string[] = [];
  for (let at = last; at.length >= first.length; at = dirname(at)) parents.push(dirname(at));
  return parents;
}
