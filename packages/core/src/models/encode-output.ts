import { snapshot } from "../codec/plain/snapshot.ts";
import { ModelFailedError } from "../errors/model-errors.ts";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { ignoreOutcome, isThenable } from "./is-thenable.ts";
import type { Model } from "./model.ts";

/**
 * What a model's `encode` makes of an output, as a copy.
 *
 * @throws {ModelFailedError} `MODEL_FAILED` when it throws, or is asynchronous.
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` for what cannot be copied.
 */
export function encodeOutput(model: Model, output: unknown, id: string): unknown {
  let stored: unknown;
  let isLate: boolean;
  try {
    stored = model.encode?.(output);
    isLate = isThenable(stored);
  } catch (cause) {
    throw new ModelFailedError(model.name, "encode", "it threw", id, cause);
  }
  if (isLate) {
    ignoreOutcome(stored as PromiseLike<unknown>); // The function itself is refused.
    throw new ModelFailedError(model.name, "encode", "it must not be asynchronous", id);
  }
  return NotRoundTrippableError.naming(id, () => snapshot(stored));
}
