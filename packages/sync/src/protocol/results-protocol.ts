import type { ResultInfo, ResultsStats, StoredSchema } from "@results-manager/core";
import type { IdRange } from "@results-manager/core/internal";
import type { FoundProtocol } from "./found-protocol.ts";
import type { WireCause } from "./wire-error.ts";
import type { WireContent, WireRecords, WireResult, WireWrites } from "./wire-record.ts";
import type { Page, StoreProtocol } from "./worker-protocol.ts";

/** A page of an export, with the records that could not be read, and whether it is the last. */
export interface ExportedPage {
  readonly records: readonly WireResult[];
  readonly failed: readonly (readonly [id: string, error: WireCause])[];
  readonly isLast: boolean;
}

/** Outcome of a write: `true`, or the one record that prevented it. */
export type WireOutcome = true | WireRecords;

/** A write that failed. */
export interface FailedWrite {
  readonly failure: WireCause;
}

/** Requests to a store of results. */
export interface ResultsProtocol extends StoreProtocol, FoundProtocol {
  read(keys: readonly string[]): WireRecords;
  /** `schemas` are those that come with imported records. */
  write(writes: WireWrites, schemas?: readonly StoredSchema[]): readonly WireOutcome[];
  /** Writes records independently of each other. */
  writeEach(writes: WireWrites, schemas?: readonly StoredSchema[]): readonly (WireOutcome | FailedWrite)[];
  /** Calls `change`, and writes its result; see `updateRecord`. */
  update(key: string): void;
  /** Returns the stored record; `undefined` where `compute` was called and its record was stored. */
  getOrCompute(key: string): WireContent | undefined;
  /** Calls `upgrade` with each record, and writes the result; see `migrateRecords`. */
  migrate(prefix: string | undefined): number;
  /** Returns the next page of a listing. `range` is the remaining range, so that a new worker can continue the listing. */
  nextPage(listing: number, range: IdRange): Page;
  /** Returns the next page of an export; `range` as for `nextPage`. */
  nextExport(listing: number, range: IdRange): ExportedPage;
  exists(id: string): boolean;
  info(id: string): ResultInfo;
  listIds(prefix: string | undefined): string[];
  count(prefix: string | undefined): number;
  stats(prefix: string | undefined): ResultsStats;
  /** Describes models that have written by their own schemas, before the next request that reads descriptions, or closes. */
  describe(schemas: readonly StoredSchema[]): void;
  schemas(): StoredSchema[];
  /** As `schemas`, without the descriptions that cannot be read. */
  intactSchemas(): StoredSchema[];
  delete(id: string): boolean;
  deleteMany(ids: readonly string[]): number;
  clear(prefix: string | undefined): number;
  prune(): number;
  compact(): number;
}
