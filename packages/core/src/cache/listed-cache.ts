import type { Model, ModelOutput } from "../models/model.ts";
import type { CopySummary } from "../results/copy-records.ts";
import type { OnRecordError } from "../results/record-failures.ts";
import { pagesLater } from "../scheduling/pages-later.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { ExportRecordsOptions, ImportRecordsOptions } from "../transfer/keyed-record.ts";
import type { Transfer } from "../transfer/transfer.ts";
import type { AsyncCacheBackend } from "./async-cache-backend.ts";
import type { CacheEntries } from "./cache-entries.ts";
import { checkPrefix } from "./cache-key.ts";
import type { CacheEntriesOptions, CacheRange, CopyCacheOptions, ListedCacheEntry } from "./cache-options.ts";
import type { CacheRecord } from "./cache-record.ts";
import { listEntries } from "./list-entries.ts";

/** Cache as a list of entries: what goes through them, to list or to copy them. */
export class ListedCache
  implements Pick<AsyncCacheBackend, "keys" | "entries" | "exportRecords" | "importRecords" | "copyTo">
{
  protected readonly access: StorageAccess;
  protected readonly cached: CacheEntries;

  protected constructor(access: StorageAccess, cached: CacheEntries) {
    this.access = access;
    this.cached = cached;
  }

  keys(prefix?: string, range?: CacheRange): AsyncGenerator<string, void, undefined> {
    return listEntries(this.access, prefix, range);
  }

  async *entries<M extends Model | undefined = undefined, OnError extends OnRecordError | "yield" = "throw">(
    prefix?: string,
    options?: CacheEntriesOptions<M, OnError>,
  ): AsyncGenerator<ListedCacheEntry<ModelOutput<M>, OnError>, void, undefined> {
    const { listValues } = await import("./list-values.ts");
    const entries: AsyncIterable<unknown> = listValues(this.access, prefix, options);
    yield* entries as AsyncIterable<ListedCacheEntry<ModelOutput<M>, OnError>>;
  }

  async *exportRecords(
    prefix?: string,
    options?: ExportRecordsOptions,
  ): AsyncGenerator<readonly CacheRecord[], void, undefined> {
    const startsWith = checkPrefix(prefix);
    const open = async () => (await this.#transfer()).exportRecords({ startsWith }, options);
    yield* this.access.listing(pagesLater(open));
  }

  async importRecords(records: readonly CacheRecord[], options?: ImportRecordsOptions): Promise<boolean[]> {
    return this.access.accept(async () => (await this.#transfer()).importRecords(records, options));
  }

  async copyTo(
    target: Pick<AsyncCacheBackend, "importRecords">,
    { prefix, ...options }: CopyCacheOptions = {},
  ): Promise<CopySummary> {
    const startsWith = checkPrefix(prefix);
    return this.access.accept(async () => (await this.#transfer()).copyTo(target, { startsWith }, options));
  }

  /** Loaded on first use: most programs never copy a cache. */
  async #transfer(): Promise<Transfer<CacheRecord>> {
    const { entryTransfer } = await import("./transfer-entries.ts");
    return entryTransfer(this.access, this.cached);
  }
}
