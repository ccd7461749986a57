import type { RecordContent } from "@results-manager/core/storage";
import type {
  CacheRecord,
  FaceName,
  KeyedRecord,
  ResultRecord,
  SetBehavior,
  Store,
  StoredSchema,
} from "results-manager";

/** Record of any face in its stored form: of a result with its id, of the others with their key. */
export interface TransferRecord extends RecordContent {
  readonly id?: string | undefined;
  readonly key?: string | undefined;
  /** Tags of a cache entry. */
  readonly tags?: readonly string[] | undefined;
  /** Aliases of a value. */
  readonly aliases?: readonly string[] | undefined;
}

/** Range of records that are read, and what is done about damaged ones. */
export interface ReadRange {
  readonly prefix?: string | undefined;
  readonly signal: AbortSignal;
  readonly onError: (key: string, error: Error) => void;
}

/** Way in which records are stored. */
export interface StoreRules {
  readonly behavior: SetBehavior;
  /** Schemas of the models of results. */
  readonly schemas?: readonly StoredSchema[] | undefined;
  readonly onError: (key: string, error: Error) => void;
}

/** Yields the records of a face in pages of a few megabytes, in the order of their ids or keys. */
export function readRecords(
  store: Store,
  face: FaceName,
  { prefix, ...options }: ReadRange,
): AsyncIterable<readonly TransferRecord[]> {
  switch (face) {
    case "results":
      return store.results.exportRecords(prefix, options);
    case "cache":
      return store.cache.exportRecords(prefix, options);
    case "values":
      return store.values.exportRecords(options);
    case "calls":
      return store.calls.exportRecords(options);
  }
}

/** Stores records of a face, and tells for each whether it was written. The store checks them. */
export function storeRecords(
  store: Store,
  face: FaceName,
  records: readonly TransferRecord[],
  { onError, ...rules }: StoreRules,
): Promise<boolean[]> {
  switch (face) {
    case "results":
      return store.results.importRecords(records as readonly ResultRecord[], { ...rules, onError });
    case "cache":
      return store.cache.importRecords(records as readonly CacheRecord[], { onError });
    case "values":
      return store.values.importRecords(records as readonly KeyedRecord[], { onError });
    case "calls":
      return store.calls.importRecords(records as readonly KeyedRecord[], { onError });
  }
}
