import type { ChildInfo, ChildrenOptions, QueryExplanation, StoredSchema } from "@results-manager/core";
import type { IdRange } from "@results-manager/core/internal";
import type { NamedModel } from "@results-manager/core/internal/blocking";
import type { Lookup } from "@results-manager/core/storage";
import type { WireRecords } from "./wire-record.ts";

/** A page of records. */
export interface RecordsPage {
  readonly ids: readonly string[];
  /** Record of each id, or the error of its read. */
  readonly found: WireRecords;
  /** Records of such pages are in the order of the query. */
  readonly isOrdered: boolean;
  /** The listing begins with this page: for the first time, or again in a new worker. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** A page of the children of a prefix. */
export interface ChildrenPage {
  readonly children: readonly Omit<ChildInfo, "count">[];
  readonly isLast: boolean;
}

/** A query. Of its order, the methods stay in the calling thread. */
export type WireLookup = Omit<Lookup, "order"> & {
  readonly order: Pick<NonNullable<Lookup["order"]>, "terms" | "isIdDescending" | "text">;
};

/** Requests for results that are found or listed with their values. */
export interface FoundProtocol {
  /** Returns the record of each key, or the error of its read. */
  readEach(keys: readonly string[]): RecordsPage["found"];
  /** Returns the next page of the records of a range; `range` is the remaining one. */
  nextRecords(listing: number, range: IdRange): RecordsPage;
  /** Returns the next page of the records that a query may match. */
  nextCandidates(listing: number, lookup: WireLookup): RecordsPage;
  /** Returns the next page of the children of a prefix; `options` are those of the remaining ones. */
  nextChildren(listing: number, prefix: string | undefined, options: Omit<ChildrenOptions, "signal">): ChildrenPage;
  explain(lookup: WireLookup): QueryExplanation;
  /** Lists the descriptions of the model of a name, as the function of that name does. */
  schemasOfName(named: NamedModel): readonly StoredSchema[];
}
