// A medium of your own in sixty lines: a log of JSON lines, for one process at a time. notes-in-a-log.ts uses it.
import { appendFile, closeSync, fdatasync, fstatSync, ftruncateSync, openSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { Space, StorageOptions, StorageSupports, TextChange } from "@results-manager/core/storage";
import { StorageError, TextStorage } from "@results-manager/core/storage";

/** Stores texts in a log with lines `[space, key, text]`, and holds the current ones in memory. */
export class JsonLinesStorage extends TextStorage {
  readonly supports: StorageSupports = { retains: true, persistent: true, crossProcess: false, batchSize: 128 };
  readonly #texts = new Map<Space, Map<string, string>>();
  readonly #log: number;

  constructor(file: string, options?: StorageOptions) {
    super(options);
    this.#log = openSync(file, "a+");
    const log = readFileSync(this.#log);
    const end = log.lastIndexOf("\n") + 1;
    ftruncateSync(this.#log, end); // A killed process may have left half a line.
    for (const [i, line] of log.toString("utf8", 0, end).split("\n").slice(0, -1).entries()) {
      try {
        this.#apply(...(JSON.parse(line) as [Space, string, string?]));
      } catch (cause) {
        throw new StorageError(`Cannot read line ${i + 1} of ${file}: repair or remove it.`, { cause });
      }
    }
  }

  protected override loadTexts(space: Space, keys: readonly string[]): (string | undefined)[] {
    return keys.map((key) => this.#texts.get(space)?.get(key));
  }

  /** Appends a batch and syncs it once, in the thread pool. */
  protected override async applyTexts(space: Space, changes: readonly TextChange[]): Promise<void> {
    const lines = changes.map((change) => `${JSON.stringify([space, ...change])}\n`);
    const { size } = fstatSync(this.#log);
    try {
      await promisify(appendFile)(this.#log, lines.join(""));
      await promisify(fdatasync)(this.#log);
    } catch (cause) {
      ftruncateSync(this.#log, size);
      throw new StorageError("Cannot append to the log: check the space and the permissions of the disk.", { cause });
    }
    for (const [key, text] of changes) this.#apply(space, key, text);
  }

  protected override listTextKeys(space: Space): Iterable<string> {
    return this.#texts.get(space)?.keys() ?? [];
  }

  protected override async closeStorage(): Promise<void> {
    closeSync(this.#log);
  }

  #apply(space: Space, key: string, text?: string): void {
    if (text === undefined) this.#texts.get(space)?.delete(key);
    else this.#texts.set(space, (this.#texts.get(space) ?? new Map<string, string>()).set(key, text));
  }
}
