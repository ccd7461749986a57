import { snapshot } from "../codec/snapshot.ts";
import { ModelFailedError } from "../errors/model-errors.ts";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { isThenable } from "./is-thenable.ts";
import type { Model } from "./model.ts";

/**
 * What a model's `encode` makes of an output, as a copy.
 *
 * @throws {ModelFailedError} `MODEL_FAILED` when it throws, or is asynchronous.
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` for what cannot be copied.
 */
export function encodeOutput(model: Model, output: unknown, id: string): unknown {
  let stored: unknown;
  try {
    stored = model.encode?.(output);
  } catch (cause) {
    throw new ModelFailedError(model.name, "encode", "it threw", id, cause);
  }
  if (isThenable(stored)) {
    stored.then(undefined, () => {}); // Its outcome is nobody's: the function itself is refused.
    throw new ModelFailedError(model.name, "encode", "it must not be asynchronous", id);
  }
  return NotRoundTrippableError.naming(id, () => snapshot(stored));
}
