import { statSync } from "node:fs";
import { StorageError } from "@results-manager/core";
import { realTime } from "@results-manager/core/internal";

/** Age up to which a check is reused after a commit of `process` durability: it would take a tenth of a small write. */
const FRESH_MS = 1;
const QUIET = { throwIfNoEntry: false } as const;

/** The file of an open database. SQLite does not notice when it is removed or replaced, and later writes are lost. */
export class DatabaseFile {
  readonly #path: string;
  readonly #isStrict: boolean;
  #lookedAt = Number.NEGATIVE_INFINITY;
  readonly #device: number | undefined;
  readonly #inode: number | undefined;

  /**
   * @param path of a database that has just been opened.
   * @param isStrict checks after each commit, however recent the last check is.
   */
  constructor(path: string, isStrict: boolean) {
    this.#path = path;
    this.#isStrict = isStrict;
    const opened = statSync(path, QUIET);
    this.#device = opened?.dev;
    this.#inode = opened?.ino; // No other file gets this number while the file is open.
  }

  /** Checks the file after a commit, unless that was just done. @throws as {@link assertThere}. */
  afterCommit(): void {
    if (!this.#isStrict) {
      const now = realTime.elapsed();
      if (now - this.#lookedAt < FRESH_MS) return;
      this.#lookedAt = now;
    }
    this.assertThere();
  }

  /**
   * Checks that the open file is still the one at its path.
   *
   * @throws {StorageError} `STORAGE_FAILED` where it was removed or replaced.
   */
  assertThere(): void {
    const found = statSync(this.#path, QUIET);
    if (found !== undefined && found.ino === this.#inode && found.dev === this.#device) return;
    throw new StorageError(
      `The database '${this.#path}' was ${found ? "replaced" : "removed"} while it was open. ${found ? "The new file was not written to" : "Later writes are lost"}; close this store, and open it again.`,
    );
  }
}
