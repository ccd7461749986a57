import { snapshot } from "../codec/plain/snapshot.ts";
import { ModelFailedError } from "../errors/model-errors.ts";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { ignoreOutcome, isThenable } from "./is-thenable.ts";
import type { Model } from "./model.ts";

/**
 * Encodes an output with the `encode` of its model, and copies the returned value.
 *
 * @throws {ModelFailedError} `MODEL_FAILED` when `encode` throws or is asynchronous.
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` when the returned value cannot be copied.
 */
export function encodeOutput(model: Model, output: unknown, id: string): unknown {
  let stored: unknown;
  let isAsync: boolean;
  try {
    stored = model.encode?.(output);
    isAsync = isThenable(stored);
  } catch (cause) {
    throw new ModelFailedError(model.name, "encode", "it threw", id, cause);
  }
  if (isAsync) {
    ignoreOutcome(stored as PromiseLike<unknown>); // An asynchronous function is an error, whatever its outcome.
    throw new ModelFailedError(model.name, "encode", "it must not be asynchronous", id);
  }
  return NotRoundTrippableError.naming(id, () => snapshot(stored));
}
