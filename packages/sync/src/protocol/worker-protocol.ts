import type { ResultInfo } from "@results-manager/core";
import type { LeaseSpace } from "@results-manager/core/internal";
import type { ScanRange, Space } from "@results-manager/core/storage";
import type { OpenRequest } from "../recipe/open-request.ts";
import type { WireCause } from "./wire-error.ts";
import type { WireContent, WireRecord, WireResult, WireWrite } from "./wire-record.ts";

/** A page of a listing, and whether it is the last. */
export interface Page {
  readonly keys: readonly string[];
  readonly isLast: boolean;
}

/** A page of an export, with the records that could not be read, and whether it is the last. */
export interface ExportedPage {
  readonly records: readonly WireResult[];
  readonly failed: readonly (readonly [id: string, error: WireCause])[];
  readonly isLast: boolean;
}

/** Properties of an open store. */
export interface OpenedStore {
  /** Its records are lost when the worker ends. */
  readonly isVolatile: boolean;
}

/** Outcome of a write: `true`, or the record that prevented it. */
export type WireOutcome = true | readonly [found: WireRecord];

/** A write that failed. */
export interface FailedWrite {
  readonly failure: WireCause;
}

/** Requests to a store in the worker. */
export interface WorkerProtocol {
  /** Opens the store. */
  open(request: OpenRequest): OpenedStore;
  read(keys: readonly string[]): readonly WireRecord[];
  write(writes: readonly WireWrite[]): readonly WireOutcome[];
  /** Writes records independently of each other. */
  writeEach(writes: readonly WireWrite[]): readonly (WireOutcome | FailedWrite)[];
  /** Calls `change`, and writes its result; see `updateRecord`. */
  update(key: string): void;
  /** Returns the stored record; `undefined` where `compute` was called and its record was stored. */
  getOrCompute(key: string): WireContent | undefined;
  /** Calls `upgrade` with each record, and writes the result; see `migrateRecords`. */
  migrate(prefix: string | undefined): number;
  /** Returns the next page of a listing. `range` is the remaining range, so that a new worker can continue the listing. */
  nextPage(listing: number, range: ScanRange): Page;
  /** Returns the next page of an export; `range` as for `nextPage`. */
  nextExport(listing: number, range: Pick<ScanRange, "prefix" | "after">): ExportedPage;
  /** Ends a listing or an export. */
  endListing(listing: number): void;
  exists(id: string): boolean;
  info(id: string): ResultInfo;
  listIds(prefix: string | undefined): string[];
  count(prefix: string | undefined): number;
  delete(id: string): boolean;
  deleteMany(ids: readonly string[]): number;
  clear(prefix: string | undefined): number;
  prune(): number;
  compact(): number;
  /** Removes a lease that an earlier worker of this process held. */
  disownLease(space: LeaseSpace, key: string): void;
  locate(space: Space, key: string): string;
  close(): void;
}

/** Functions of the calling thread that a request may call while that thread waits for its answer. */
export interface CallerFunctions {
  /** Returns the new record of an update. */
  change(found: WireRecord): WireContent;
  /** Returns the record of a computed value. */
  compute(): WireContent;
  /** Returns an upgraded record; `undefined` if the record is not older than its model. */
  upgrade(key: string, found: WireContent): WireContent | undefined;
  /** Collects the error of one record; throws any other error. */
  noteFailure(error: WireCause): void;
}

/** A request to the worker. */
export type WorkerRequest = readonly [
  /** Number of the store. */
  store: number,
  /** Name of a member of {@link WorkerProtocol}. */
  name: keyof WorkerProtocol,
  /** Time of the caller, if it does not use the system clock. */
  now: number | undefined,
  args: readonly unknown[],
];

/** Message of the worker to the waiting thread. */
export type WorkerMessage =
  /** The answer to the request that was made last, and is not answered yet. */
  | readonly [kind: "answer", value: unknown, failure?: WireCause]
  /** Calls a function of the waiting thread, which replies, and waits on. */
  | readonly [kind: "call", name: keyof CallerFunctions, args: readonly unknown[]]
  /** The request waits for a computation of another process, which may take as long as it takes. */
  | readonly [kind: "waiting"];

/** Reply of the calling thread to a call. */
export interface CallReply {
  readonly value?: unknown;
  /** Number of the value that the function threw. */
  readonly thrown?: number;
  /** As in {@link WorkerRequest}. */
  readonly now: number | undefined;
}
