import { lstatSync, type Stats } from "node:fs";
import { open } from "node:fs/promises";
import type { Durability, StorageError } from "@results-manager/core";
import { type Outcome, type Space, takesLeases } from "@results-manager/core/storage";
import { fileSystemError } from "../errors/file-system-error.ts";
import { systemCode } from "../errors/system-code.ts";
import type { Layout } from "../layout/layout.ts";
import type { RecordPlace } from "../layout/space-paths.ts";
import { durabilityError } from "../syncing/durability-error.ts";
import { forEachConcurrently } from "../syncing/folder-syncs.ts";

/** Maximum number of records that are remembered. */
const MAX_REMEMBERED = 16_384;

/** Tracks the records that are known to be on the disk. Others may have been written by a store that does not sync. */
export class DurableRecords {
  readonly #layout: Layout;
  readonly #durability: Durability;
  readonly #syncs = new Map<Space, boolean>();
  /** Identity of each synced file, which shows whether it is still the same file. */
  readonly #known = new Map<string, string>();

  constructor(layout: Layout, durability: Durability) {
    this.#layout = layout;
    this.#durability = durability;
  }

  /** Tells whether writes of a space are synced. Leases end with their processes, so they need not survive a power failure. */
  syncs(space: Space): boolean {
    const known = this.#syncs.get(space);
    if (known !== undefined) return known;
    const syncs = this.#durability === "full" && !takesLeases(space);
    this.#syncs.set(space, syncs);
    return syncs;
  }

  /** Remembers that the file of a record is synced as long as it has this identity. */
  note(file: string, identity: string): void {
    this.#known.delete(file);
    this.#known.set(file, identity);
    if (this.#known.size <= MAX_REMEMBERED) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      break;
    }
  }

  /** Syncs existing records, and the folders on the paths to them. */
  async confirm(space: Space, keys: readonly string[]): Promise<Outcome<undefined>[]> {
    const paths = this.#layout.pathsOf(space);
    const outcomes: Outcome<undefined>[] = keys.map(() => undefined);
    const synced = new Map<number, { readonly place: RecordPlace; readonly identity: string }>();
    await forEachConcurrently(keys, async (key, i) => {
      const place = paths.placeOf(key);
      const identity = identityAt(place.file);
      if (identity === undefined || this.#known.get(place.file) === identity) return;
      try {
        await syncFile(place.file);
        synced.set(i, { place, identity });
      } catch (error) {
        if (systemCode(error) !== "ENOENT") outcomes[i] = fileSystemError(error, "sync", place.file, key);
      }
    });
    if (synced.size === 0) return outcomes;
    const folders = new Set([...synced.values()].map(({ place }) => place.folder));
    const failed = await this.#layout.syncs.sync(folders);
    for (const [i, { place, identity }] of synced) {
      const failure: StorageError | undefined = durabilityError(failed, place.folder, keys[i] as string, "is stored");
      if (failure) outcomes[i] = failure;
      else this.note(place.file, identity);
    }
    return outcomes;
  }
}

/** Returns the identity of a file, which shows later whether it is still the file that was synced. */
export function identityOf({ ino, mtimeMs, size }: Stats): string {
  return `${ino} ${mtimeMs} ${size}`;
}

/** Identity of the file at a path; `undefined` where there is none. */
function identityAt(file: string): string | undefined {
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? identityOf(found) : undefined;
}

/** Syncs an existing file to the disk. */
async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
