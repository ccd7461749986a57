import { deserializeError, type SerializedError, serializeError } from "@results-manager/core";

/** A thrown value in the form that is sent between threads: an error, or any other value. */
export type WireCause = { readonly error: SerializedError } | { readonly value: unknown };

/** Encodes a thrown value for another thread. Parts that cannot be cloned are left out. */
export function encodeThrown(thrown: unknown): WireCause {
  if (thrown instanceof Error) return { error: serializeError(thrown) };
  try {
    structuredClone(thrown);
    return { value: thrown };
  } catch {
    return { value: String(thrown) };
  }
}

/** Decodes a thrown value from another thread. */
export function decodeThrown(encoded: WireCause): unknown {
  return "value" in encoded ? encoded.value : deserializeError(encoded.error);
}
