import type { Space } from "@results-manager/core/storage";

/**
 * Prefix of the names of this library's tables, indexes and triggers; others belong to other programs. Only `results` has the name that the
 * Python `results_manager` uses.
 */
export const PREFIX = "results_manager_";

/**
 * A row of a record. The first six columns are those of the Python `results_manager`, which may read and replace rows, so the later columns
 * are optional.
 */
export interface RecordTable {
  id: string;
  model_type: string;
  namespace: string;
  /** JSON, or raw bytes. */
  data: string | Uint8Array;
  /** ISO 8601, or what SQLite's `CURRENT_TIMESTAMP` writes. */
  created_at: string;
  updated_at: string;
  version: number;
  /** JSON; null where the data is plain JSON. */
  types: string | null;
  /** Milliseconds since the Unix epoch; null for what never expires. */
  expires_at: number | null;
}

/** A row of a cache entry; `used_at` is the last recorded use, as ISO 8601, or null where none was recorded. */
export interface CacheTable extends RecordTable {
  used_at: string | null;
}

/** A row of a memoized call; the additional columns are generated from its data. */
export interface CallTable extends RecordTable {
  name: string | null;
  module: string | null;
  call_version: string | null;
  fingerprint: string | null;
  /** A digest. */
  result: string | null;
}

/** A row of a call's argument, with the digest of its value. It is written with the call. */
export interface ArgumentTable {
  call: string;
  name: string;
  value: string;
}

/** A row of a call's metadata, with the digest of its value. A row with an empty key shows that the group exists. */
export interface MetadataTable extends ArgumentTable {
  key: string;
}

/** Tables of a store: one for each space, and those that calls are found by. */
export interface Tables {
  results: RecordTable;
  results_manager_leases: RecordTable;
  results_manager_models: RecordTable;
  results_manager_cache: CacheTable;
  results_manager_cache_tags: RecordTable;
  results_manager_cache_leases: RecordTable;
  results_manager_values: RecordTable;
  results_manager_value_aliases: RecordTable;
  results_manager_calls: CallTable;
  results_manager_call_leases: RecordTable;
  results_manager_journal: RecordTable;
  results_manager_arguments: ArgumentTable;
  results_manager_metadata: MetadataTable;
}

/** Name of a space's table. */
export function tableOf<S extends Space>(space: S): S extends "results" ? "results" : `${typeof PREFIX}${S}` {
  const table = space === "results" ? space : `${PREFIX}${space}`;
  return table as S extends "results" ? "results" : `${typeof PREFIX}${S}`;
}

/** Columns in the order in which a row is written. */
const COLUMNS: readonly (keyof RecordTable)[] = [
  "id",
  "model_type",
  "namespace",
  "data",
  "created_at",
  "updated_at",
  "version",
  "types",
  "expires_at",
];

/** Columns of the Python library. */
export const PYTHON_COLUMNS: readonly (keyof RecordTable)[] = COLUMNS.slice(0, 6);

/** Columns that are read: all but the id, which the reader knows. */
export const READ_COLUMNS = COLUMNS.slice(1) as Exclude<keyof RecordTable, "id">[];

/** Columns of plain JSON that never expires; the remaining, last columns are null. */
export const PLAIN_COLUMNS: readonly (keyof RecordTable)[] = COLUMNS.slice(0, 7);
