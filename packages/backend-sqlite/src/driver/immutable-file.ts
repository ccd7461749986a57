import { realpathSync, statSync } from "node:fs";
import { StorageError } from "@results-manager/core";

const QUIET = { throwIfNoEntry: false } as const;

/** A database file that is read without locks, because nothing can be created beside it. Only its state tells that others change it. */
export class ImmutableFile {
  /** Path without symbolic links: SQLite keeps the log beside the file itself. */
  readonly path: string;
  readonly #opened: string;

  /** @throws {StorageError} `STORAGE_READ_ONLY` where content beside the file belongs to the database. */
  constructor(path: string, cause: unknown) {
    this.path = realpathSync(path);
    this.#opened = stateOf(this.path);
    const pending = pendingFile(this.path);
    if (pending === undefined) return;
    throw new StorageError(
      `'${path}' cannot be read: '${pending}' has content that belongs to it, and SQLite needs to write to the folder to read it. Open the database once where its folder can be written, or copy both files to such a folder.`,
      { cause },
      "STORAGE_READ_ONLY",
    );
  }

  /**
   * Checks that nothing has changed since the file was opened.
   *
   * @throws {StorageError} `STORAGE_FAILED` otherwise: what was read may be out of date, or a mixture.
   */
  assertUnchanged(): void {
    if (stateOf(this.path) === this.#opened && pendingFile(this.path) === undefined) return;
    throw new StorageError(
      `The database '${this.path}' was changed while it was read in a folder that cannot be written, where SQLite has no locks. Nothing that was read is returned. Close this store, and open it again.`,
    );
  }
}

function stateOf(path: string): string {
  const found = statSync(path, QUIET);
  return found ? `${found.dev} ${found.ino} ${found.size} ${found.mtimeMs}` : "removed";
}

/** Returns the path of a log or a journal that has content. */
function pendingFile(path: string): string | undefined {
  return [`${path}-wal`, `${path}-journal`].find((each) => (statSync(each, QUIET)?.size ?? 0) > 0);
}
