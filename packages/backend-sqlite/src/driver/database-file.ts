import { statSync } from "node:fs";
import { realTime, StorageError } from "@results-manager/core";

/** A look costs as much as half a write that does not wait for the disk: one that is as fresh as this need not be repeated there. */
const FRESH_MS = 0.05;
const QUIET = { throwIfNoEntry: false } as const;

/** The file of an open database. SQLite does not notice when it is removed or replaced: what is written then is nowhere. */
export class DatabaseFile {
  readonly #path: string;
  readonly #isStrict: boolean;
  #lookedAt = Number.NEGATIVE_INFINITY;
  readonly #device: number | undefined;
  readonly #inode: number | undefined;

  /**
   * @param path of a database that has just been opened.
   * @param isStrict looks each time, however fresh the last look is.
   */
  constructor(path: string, isStrict: boolean) {
    this.#path = path;
    this.#isStrict = isStrict;
    const opened = statSync(path, QUIET);
    this.#device = opened?.dev;
    this.#inode = opened?.ino; // Nothing else gets it while the file is open.
  }

  /**
   * Makes sure that what has been written is in the file that others find there.
   *
   * @throws {StorageError} `STORAGE_FAILED` where it is gone or another one.
   */
  assertThere(): void {
    if (!this.#isStrict) {
      const now = realTime.elapsed();
      if (now - this.#lookedAt < FRESH_MS) return;
      this.#lookedAt = now;
    }
    const found = statSync(this.#path, QUIET);
    if (found !== undefined && found.ino === this.#inode && found.dev === this.#device) return;
    throw new StorageError(
      `The database '${this.#path}' was ${found ? "replaced" : "removed"} while it was open. Nothing was written to ${found ? "the file that is there now" : "it since"}; close this store, and open it again.`,
    );
  }
}
