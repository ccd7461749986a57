import type { EncodedValue, LeaseSpace } from "@results-manager/core/internal";
import type { Space } from "@results-manager/core/storage";
import type { OpenRequest } from "../recipe/open-request.ts";
import type { WireCause } from "./wire-error.ts";
import type { WireContent, WireRecords } from "./wire-record.ts";

/** Properties of an open store. */
export interface OpenedStore {
  /** Its records are lost when the worker ends. */
  readonly isVolatile: boolean;
  /** It keeps records at all. */
  readonly retains: boolean;
}

/** A page of a listing, and whether it is the last. */
export interface Page {
  readonly keys: readonly string[];
  readonly isLast: boolean;
}

/** Requests to every store in the worker. */
export interface StoreProtocol {
  /** Opens the store. */
  open(request: OpenRequest): OpenedStore;
  /** Ends a listing. */
  endListing(listing: number): void;
  /** Removes a lease that an earlier worker of this process held. */
  disownLease(space: LeaseSpace, key: string): void;
  locate(space: Space, key: string): string;
  close(): void;
}

/** Functions of the calling thread that a request may call while that thread waits for its answer. */
export interface CallerFunctions {
  /** Returns the new record of an update. `found` is the one that is stored. */
  change(found: WireRecords): WireContent;
  /** Returns the record of a computed value. */
  compute(): WireContent;
  /** Returns a computed value. */
  computeValue(): EncodedValue;
  /** Returns an upgraded record; `undefined` if the record is not older than its model. */
  upgrade(key: string, found: WireContent): WireContent | undefined;
  /** Collects the error of one record; throws any other error. */
  noteFailure(error: WireCause): void;
}

/** A request to the worker. */
export type WorkerRequest = readonly [
  /** Number of the store. */
  store: number,
  /** Name of a member of the protocol of the store. */
  name: string,
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
