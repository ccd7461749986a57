import { lstatSync } from "node:fs";
import type { Outcome, Space, StorageError } from "@results-manager/core";
import { fileSystemError, systemCode } from "../errors/file-system-error.ts";
import type { Layout } from "../layout/layout.ts";
import { placeOf, type RecordPlace } from "../naming/record-paths.ts";
import { inFlight, syncFile } from "../syncing/durable-writes.ts";
import { undurable } from "../syncing/folder-syncs.ts";

/** How many records are remembered. */
const MOST_REMEMBERED = 16_384;

/** The records that this store knows to be on the disk. Others may have been written by a store that does not wait for it. */
export class DurableRecords {
  readonly #layout: Layout;
  /** By file; the value tells whether it is still the one that was synced. */
  readonly #known = new Map<string, string>();

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** Notes that the file of a record has reached the disk, as it is now. */
  note(file: string, identity: string | undefined = identityOf(file)): void {
    if (identity === undefined) return;
    this.#known.delete(file);
    this.#known.set(file, identity);
    if (this.#known.size <= MOST_REMEMBERED) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      break;
    }
  }

  /** Waits until records that are there have reached the disk, with the names that lead to them. */
  async confirm(space: Space, keys: readonly string[]): Promise<Outcome<undefined>[]> {
    const outcomes: Outcome<undefined>[] = keys.map(() => undefined);
    const synced = new Map<number, { readonly place: RecordPlace; readonly identity: string }>();
    await inFlight(keys, async (key, i) => {
      const place = placeOf(this.#layout, space, key);
      const identity = identityOf(place.file);
      if (identity === undefined || this.#known.get(place.file) === identity) return;
      try {
        await syncFile(place.file);
        synced.set(i, { place, identity });
      } catch (error) {
        if (systemCode(error) !== "ENOENT") outcomes[i] = fileSystemError(error, "bring to the disk", place.file, key);
      }
    });
    if (synced.size === 0) return outcomes;
    const folders = new Set([...synced.values()].map(({ place }) => place.folder));
    const failed = await this.#layout.syncs.sync(folders);
    for (const [i, { place, identity }] of synced) {
      const failure: StorageError | undefined = undurable(failed, place.folder, keys[i] as string, "is stored");
      if (failure) outcomes[i] = failure;
      else this.note(place.file, identity);
    }
    return outcomes;
  }
}

/** Tells one file from another in the same place; `undefined` where there is none. */
function identityOf(file: string): string | undefined {
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? `${found.ino} ${found.mtimeMs} ${found.size}` : undefined;
}
