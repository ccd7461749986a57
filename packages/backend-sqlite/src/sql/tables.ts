import type { Space } from "@results-manager/core";

/**
 * What the names of our tables, indexes and triggers begin with: whatever else is in the database belongs to others. Only `results` is
 * called as the Python `results_manager` calls it.
 */
export const PREFIX = "results_manager_";

/**
 * A record as a row. The first six columns are those of the Python `results_manager`, which may read and replace rows: whatever came
 * later can be left out.
 */
export interface RecordTable {
  id: string;
  model_type: string;
  namespace: string;
  /** JSON; or bytes as they are. */
  data: string | Uint8Array;
  /** ISO 8601, or what SQLite's `CURRENT_TIMESTAMP` writes. */
  created_at: string;
  updated_at: string;
  version: number;
  /** JSON; null where plain JSON says everything of the data. */
  types: string | null;
  /** Milliseconds since the Unix epoch; null for what never expires. */
  expires_at: number | null;
}

/** The entries of a cache, and when they were last noted as used: ISO 8601; null where nothing has been noted since the first write. */
export interface CacheTable extends RecordTable {
  used_at: string | null;
}

/** A record of a memoized call; the columns that are added follow from its data. */
export interface CallTable extends RecordTable {
  name: string | null;
  module: string | null;
  call_version: string | null;
  fingerprint: string | null;
  /** A digest. */
  result: string | null;
}

/** Which value an argument of a call had, by digest. The database itself keeps it true to the data of `calls`. */
export interface ArgumentTable {
  call: string;
  name: string;
  value: string;
}

/** What is said of a call, by digest, kept likewise. A row with an empty key says that there is something of that name. */
export interface MetadataTable extends ArgumentTable {
  key: string;
}

/** The tables of a store: one for each space, and what calls are found by. */
export interface Tables {
  results: RecordTable;
  results_manager_leases: RecordTable;
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

/** The table of a space. */
export function tableOf<S extends Space>(space: S): S extends "results" ? "results" : `${typeof PREFIX}${S}` {
  const table = space === "results" ? space : `${PREFIX}${space}`;
  return table as S extends "results" ? "results" : `${typeof PREFIX}${S}`;
}

/** The columns in the order in which a row is written. */
export const COLUMNS: readonly (keyof RecordTable)[] = [
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

/** The columns of the Python library. */
export const PYTHON_COLUMNS: readonly (keyof RecordTable)[] = COLUMNS.slice(0, 6);

/** The columns that are read: all but the id, which the reader knows. */
export const READ_COLUMNS = COLUMNS.slice(1) as Exclude<keyof RecordTable, "id">[];

/** The columns that hold text which becomes part of a record. */
export const TEXT_COLUMNS = ["model_type", "namespace", "data", "types"] as const;

/** The columns of plain JSON that never expires: the others, which are the last, are null. */
export const PLAIN_COLUMNS: readonly (keyof RecordTable)[] = COLUMNS.slice(0, 7);
