import type { ResultInfo } from "@results-manager/core";
import type { OperationIntent } from "@results-manager/core/internal";
import type { ScanRange, Space, WriteCondition } from "@results-manager/core/storage";
import type { OpenRequest } from "../recipe/open-request.ts";
import type { WireCause } from "./wire-error.ts";
import type { WireRecord, WireWrite } from "./wire-record.ts";

/** A page of a listing, and whether it is the last. */
export interface Page {
  readonly keys: readonly string[];
  readonly isLast: boolean;
}

/** Properties of an open store. */
export interface OpenedStore {
  /** Its operations take locks. */
  readonly hasLocks: boolean;
  /** Its records are lost when the worker ends. */
  readonly isVolatile: boolean;
}

/** Existing lease that kept another one from being taken. */
export interface LeaseHolder {
  readonly holder: WireRecord;
  /** The lease is held for the asking thread itself. */
  readonly isAsker: boolean;
}

/** Outcome of a write: `true`, or the record that prevented it. */
export type WireOutcome = true | readonly [found: WireRecord];

/** A write that failed. */
export interface FailedWrite {
  readonly failure: WireCause;
}

/** Requests to a store in the worker. Records are sent encoded; a revision is sent as a number. */
export interface WorkerProtocol {
  /** Opens the store. */
  open(request: OpenRequest): OpenedStore;
  /** Reads records; revisions are included only if the caller needs them. */
  read(space: Space, keys: readonly string[], withRevisions: boolean): readonly WireRecord[];
  write(space: Space, writes: readonly WireWrite[]): readonly WireOutcome[];
  /** Returns the next page of a listing. `range` is the remaining range, so that a new worker can continue the listing. */
  nextPage(scan: number, space: Space, range: ScanRange): Page;
  /** Forgets a listing. */
  endScan(scan: number): void;
  /** Writes records independently of each other. */
  writeEach(space: Space, writes: readonly WireWrite[]): readonly (WireOutcome | FailedWrite)[];
  exists(id: string): boolean;
  info(id: string): ResultInfo;
  listIds(prefix: string | undefined): string[];
  delete(id: string): boolean;
  deleteMany(ids: readonly string[]): number;
  clear(prefix: string | undefined): number;
  prune(): number;
  compact(): number;
  /** Enters an operation, waiting for its locks. Requests with its number as `within` are part of it. */
  enter(keys: readonly string[], intent: OperationIntent): number;
  /** Leaves an operation. */
  leave(operation: number): void;
  /** Takes the lease of a key and renews it, or returns its holder. */
  takeLease(key: string, condition: WriteCondition): number | LeaseHolder;
  /** Releases a lease. */
  releaseLease(lease: number, key: string): void;
  /** Tells whether a store is open, by the session name in a lease; `undefined` where that is unknown. */
  isSessionOpen(name: string): boolean | undefined;
  locate(space: Space, key: string): string;
  close(): void;
}

/** A request to the worker. */
export type WorkerRequest = readonly [
  /** Number of the store. */
  store: number,
  /** Name of a member of {@link WorkerProtocol}. */
  name: keyof WorkerProtocol,
  /** Time of the caller, if it does not use the system clock. */
  now: number | undefined,
  /** Number of the operation that the request is part of. */
  within: number | undefined,
  args: readonly unknown[],
];
