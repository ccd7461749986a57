import { dirname, join } from "node:path";
import type { Space } from "@results-manager/core/storage";
import { readOnlyError } from "../errors/read-only-error.ts";
import { nameStyle, type Spelling } from "../naming/file-names.ts";
import { formatOf, type RecordFormats } from "../reading/record-format.ts";
import { FolderSyncs } from "../syncing/folder-syncs.ts";
import { findSpelling } from "./find-spelling.ts";
import { ensureFolder, foldersBetween } from "./folders.ts";
import { readLayout, recordLayout } from "./layout-file.ts";
import type { FolderOptions, OpenedFolder } from "./open-folder.ts";
import { isOwnFolder, makeOwnFolder, RESERVED_FOLDER } from "./reserved-folder.ts";
import { SpacePaths } from "./space-paths.ts";

/** Maximum number of folders that are remembered as real folders, not links. */
const MAX_REMEMBERED = 4096;

/** Structure of a store's folder. It is decided when the store is made and stays the same on other machines. */
export class Layout {
  readonly baseDir: string;
  /** The folder of everything but results. */
  readonly reserved: string;
  /** Parent of the temp folders; each open store has one. */
  readonly tempFolder: string;
  /** Tracks which folders are synced to the disk. */
  readonly syncs: FolderSyncs;
  /** Folders below the reserved one that are not links. */
  readonly #real = new Set<string>();
  readonly #paths = new Map<Space, SpacePaths>();
  readonly #formats: RecordFormats;
  readonly #isReadOnly: boolean;
  #spelling: Spelling | undefined;
  #prepared = false;
  #isNew = false;

  /** @param folder of the store, which is open. */
  constructor(
    { baseDir, spelling, changed }: OpenedFolder,
    { readOnly = false }: Pick<FolderOptions, "readOnly"> = {},
    formats: RecordFormats = {},
  ) {
    this.baseDir = baseDir;
    this.#spelling = spelling;
    this.#isReadOnly = readOnly;
    this.#formats = formats;
    this.reserved = join(baseDir, RESERVED_FOLDER);
    this.tempFolder = join(this.reserved, "tmp");
    this.syncs = new FolderSyncs(baseDir);
    if (changed.length > 0) this.syncs.note(changed);
  }

  /**
   * Returns the paths of a space. Reading does not fix the spelling: another process may still create the layout of an empty store.
   *
   * @throws {StorageError} `STORAGE_FAILED` when the folder of the space is a link, which may lead out of the store.
   */
  pathsOf(space: Space): SpacePaths {
    const known = this.#paths.get(space);
    if (known) return known;
    this.#spelling ??= readLayout(this.reserved) ?? findSpelling(this.baseDir);
    const isResults = space === "results"; // Those are in the store's folder itself, where users look for them.
    const root = isResults ? this.baseDir : join(this.reserved, space);
    const isSettled = (isResults || this.#checkFolder(root)) && this.#spelling !== undefined;
    const format = formatOf(space, this.#formats);
    const style = nameStyle(this.#spelling ?? "plain", format.ending);
    const paths = new SpacePaths(space, root, { style, format }, (folder) => this.#checkFolder(folder));
    if (isSettled) this.#paths.set(space, paths);
    return paths;
  }

  /**
   * Makes the reserved folder and the layout file. Must be called before a path is computed for a write, and before a lock is taken.
   *
   * @throws {StorageError} `STORAGE_READ_ONLY` for a store that was opened read-only.
   */
  prepare(): void {
    if (this.#prepared) return;
    if (this.#isReadOnly) throw readOnlyError(this.baseDir);
    const first = ensureFolder(this.baseDir); // Others may have removed it since.
    if (first !== undefined) this.syncs.note(foldersBetween(first, this.baseDir));
    if (makeOwnFolder(this.reserved)) this.syncs.note([this.baseDir]);
    const recorded = readLayout(this.reserved);
    this.#spelling = recorded ?? recordLayout(this.reserved, findSpelling(this.baseDir, this.reserved) ?? "plain");
    this.#paths.clear(); // They were computed with the spelling as it was found at opening.
    if (!recorded) this.syncs.note([this.reserved]);
    this.#isNew = !recorded;
    this.#prepared = true;
  }

  /** Tells whether this instance made the reserved folder, so that nothing in it was in use before. */
  get isNew(): boolean {
    return this.#isNew;
  }

  /** Forgets the reserved folder after another process removed it; the next write makes it again. */
  reset(): void {
    this.#prepared = false;
    this.#spelling = undefined;
    this.#real.clear();
    this.#paths.clear();
  }

  /**
   * Checks each folder on a path once, and tells whether it exists. A missing folder will be made by this library.
   *
   * @throws {StorageError} `STORAGE_FAILED` when a folder on the path is a link.
   */
  #checkFolder(folder: string): boolean {
    if (this.#real.has(folder)) return true;
    if (folder !== this.reserved && !this.#checkFolder(dirname(folder))) return false;
    if (!isOwnFolder(folder)) return false;
    if (this.#real.size >= MAX_REMEMBERED) this.#real.clear();
    this.#real.add(folder);
    return true;
  }
}
