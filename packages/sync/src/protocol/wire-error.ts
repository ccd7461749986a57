import { deserializeError, type SerializedError, serializeError } from "@results-manager/core";

/** A thrown value in the form that is sent between threads: an error, or any other value. */
export type WireCause = { readonly error: SerializedError } | { readonly value: unknown } | CallerFailure;

/** A value that a function of the calling thread threw, which keeps it. */
export interface CallerFailure {
  /** Number of the value among those that functions of the same request have thrown. */
  readonly thrown: number;
}

/** Error in the worker for a {@link CallerFailure}. */
export class CallerError extends Error implements CallerFailure {
  readonly thrown: number;

  constructor(thrown: number) {
    super("A function of the calling thread threw.");
    this.thrown = thrown;
  }
}

/** Encodes a thrown value for another thread. Parts that cannot be cloned are left out. */
export function encodeThrown(thrown: unknown): WireCause {
  if (thrown instanceof CallerError) return { thrown: thrown.thrown };
  if (thrown instanceof Error) return { error: serializeError(thrown) };
  try {
    structuredClone(thrown);
    return { value: thrown };
  } catch {
    return { value: String(thrown) };
  }
}

/** Decodes a thrown value from another thread. @param kept Values that functions of this thread threw. */
export function decodeThrown(encoded: WireCause, kept: readonly unknown[] = []): unknown {
  if ("thrown" in encoded) return kept[encoded.thrown];
  return "value" in encoded ? encoded.value : deserializeError(encoded.error);
}

/** Returns a thrown value as an error. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
