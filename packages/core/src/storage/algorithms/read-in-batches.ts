import { ReadSize } from "../../records/read-size.ts";
import type { FoundRecord } from "../../records/record.ts";
import type { Space } from "../../records/space.ts";
import type { StorageBackend } from "../../records/storage-backend.ts";

/** Records that were read together. */
export interface ReadBatch {
  readonly keys: readonly string[];
  readonly found: readonly FoundRecord[];
}

/**
 * Reads records in batches of limited total size.
 *
 * @param size Size estimate from earlier reads.
 */
export async function* readInBatches(
  storage: Pick<StorageBackend, "read">,
  space: Space,
  keys: readonly string[],
  size: ReadSize = new ReadSize(),
): AsyncGenerator<ReadBatch, void, undefined> {
  for (let at = 0; at < keys.length; ) {
    const batch = keys.slice(at, at + size.next);
    at += batch.length;
    const found = await storage.read(space, batch);
    size.note(batch, found);
    yield { keys: batch, found };
  }
}
