import type { OperationIntent, ResultInfo, ScanRange, Space, WriteCondition } from "@results-manager/core";
import type { OpenRequest } from "../recipe/open-request.ts";
import type { WireCause } from "./wire-error.ts";
import type { WireRecord, WireWrite } from "./wire-record.ts";

/** A page of a listing, and whether it was the last. */
export interface Page {
  readonly keys: readonly string[];
  readonly isLast: boolean;
}

/** What is known of a store once it is open. */
export interface OpenedStore {
  /** Locks wrap its operations. */
  readonly hasLocks: boolean;
  /** What it keeps goes with the worker. */
  readonly isVolatile: boolean;
}

/** What stands where a lease was to be taken. */
export interface LeaseHolder {
  readonly holder: WireRecord;
  /** It is held for the very thread that asks. */
  readonly isAsker: boolean;
}

/** Whether a write took place: `true`, or what stood there. */
export type WireOutcome = true | readonly [found: WireRecord];

/** A write that failed. */
export interface FailedWrite {
  readonly failure: WireCause;
}

/** What a store in the worker is asked for. Records cross encoded; a revision crosses as a number that stands for it. */
export interface WorkerProtocol {
  /** Opens the store. */
  open(order: OpenRequest): OpenedStore;
  /** Reads records; their revisions only where somebody will come back with one. */
  read(space: Space, keys: readonly string[], withRevisions: boolean): readonly WireRecord[];
  write(space: Space, writes: readonly WireWrite[]): readonly WireOutcome[];
  /** The next page of a listing. `range` is what is left of it, so that a worker that never saw its beginning can go on. */
  nextPage(scan: number, space: Space, range: ScanRange): Page;
  /** Forgets a listing. */
  endScan(scan: number): void;
  /** Writes records, each for itself. */
  writeEach(space: Space, writes: readonly WireWrite[]): readonly (WireOutcome | FailedWrite)[];
  exists(id: string): boolean;
  info(id: string): ResultInfo;
  listIds(prefix: string | undefined): string[];
  delete(id: string): boolean;
  deleteMany(ids: readonly string[]): number;
  clear(prefix: string | undefined): number;
  prune(): number;
  compact(): number;
  /** Enters an operation: waits for its locks. What is asked for `within` it is part of it. */
  enter(keys: readonly string[], intent: OperationIntent): number;
  /** Leaves it. */
  leave(operation: number): void;
  /** Takes the lease of a key and keeps it alive, or tells who holds it. */
  takeLease(key: string, condition: WriteCondition): number | LeaseHolder;
  /** Gives it back. */
  releaseLease(lease: number, key: string): void;
  /** Tells whether a store is open, by the name in a lease; `undefined` where that cannot be told. */
  isSessionOpen(name: string): boolean | undefined;
  locate(space: Space, key: string): string;
  close(): void;
}

/** One question to the worker. */
export type Order = readonly [
  /** Which of its stores. */
  store: number,
  /** What it is asked: a member of {@link WorkerProtocol}. */
  name: keyof WorkerProtocol,
  /** The time, where it is not the machine's. */
  now: number | undefined,
  /** The operation it is part of. */
  within: number | undefined,
  args: readonly unknown[],
];
