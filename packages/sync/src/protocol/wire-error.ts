import { deserializeError, type SerializedError, serializeError } from "@results-manager/core";

/** What was thrown, on its way between threads: an error, or anything else. */
export type WireCause = { readonly error: SerializedError } | { readonly value: unknown };

/** Takes an error apart. What cannot cross is left out. */
export function encodeThrown(thrown: unknown): WireCause {
  if (thrown instanceof Error) return { error: serializeError(thrown) };
  try {
    structuredClone(thrown);
    return { value: thrown };
  } catch {
    return { value: String(thrown) };
  }
}

/** Puts an error together again. */
export function decodeThrown(crossed: WireCause): unknown {
  return "value" in crossed ? crossed.value : deserializeError(crossed.error);
}
