import type { ModelIndex } from "../models/model-index.ts";
import type { Narrowing } from "../query/narrowing.ts";
import type { Order, OrderPlace } from "../query/order.ts";
import type { FoundRecord } from "../records/record.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";

/** Model that is to be found by some of its fields. */
export interface IndexedModel {
  readonly name: string;
  readonly indexes: readonly ModelIndex[];
}

/** Query of the results of a model, for a medium that can look at fewer records than all. */
export interface Lookup {
  readonly modelName: string;
  /** Version of the model: records of other versions must be looked at, whatever they contain. */
  readonly version: number;
  readonly indexes: readonly ModelIndex[];
  /** Only records of this namespace. */
  readonly namespace: string | undefined;
  readonly prefix: string | undefined;
  readonly narrowing: Narrowing;
  /** Order in which records are wanted; `undefined` if any will do. */
  readonly order: Order | undefined;
  /** Place behind which records are wanted. Records before it do no harm. */
  readonly after: OrderPlace | undefined;
  /** Number of results that are wanted. */
  readonly limit: number;
}

/** Records that a query may match. */
export interface CandidatePage {
  readonly ids: readonly string[];
  /** Record of each id. Expired ones are left out. */
  readonly found: readonly FoundRecord[];
  /** The medium does not know the places of these in the order; pages of such records are the first. */
  readonly isUnplaced?: boolean;
}

/** Way in which a medium finds the candidates of a query. */
export interface LookupPlan {
  /** Records that are looked at: those of entries of an index, or all of the model. */
  readonly looksAt: "index" | "records of the model";
  /** Fields of the index that is used. */
  readonly index?: ModelIndex | undefined;
  /** Fields by which the medium leaves out records. */
  readonly narrowedBy: readonly (readonly string[])[];
  /** The pages, but for unplaced records, are in the order of the query. */
  readonly isOrdered: boolean;
  /** Pages are read beside the operations of the medium, which need not wait for each other. */
  readonly isSeparate: boolean;
  /** Yields every record that may fulfil the narrowing. A page is read in a few milliseconds, however many records it leaves out. */
  pages(): Iterable<Awaitable<CandidatePage>>;
}
