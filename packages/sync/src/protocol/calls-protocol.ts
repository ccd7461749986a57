import type { Call } from "@results-manager/core";
import type { EncodedValue } from "@results-manager/core/internal";
import type { StoreProtocol } from "./worker-protocol.ts";

/** Call in the form that is sent between threads, with its arguments encoded. */
export interface WireCall extends Pick<Call, "name" | "module" | "version" | "fingerprint"> {
  readonly arguments: EncodedValue;
}

/** Requests to a storage of calls. */
export interface CallsProtocol extends StoreProtocol {
  /** Returns the result of a stored call, or calls `computeValue`, and stores its result. */
  getOrCompute(call: WireCall, ttlSeconds: number | undefined): EncodedValue;
  /** Tells whether a call is stored, with the same fingerprint if it has one. */
  isKept(call: WireCall): boolean;
  evict(key: string): boolean;
  prune(): number;
  compact(): number;
  gc(): number;
}
