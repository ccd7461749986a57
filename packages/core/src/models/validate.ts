import type { JsonValue } from "../codec/json-value.ts";
import type { ErrorWords } from "../errors/error-words.ts";
import { ModelFailedError } from "../errors/model-errors.ts";
import { ValidationError } from "../errors/result-errors.ts";
import { isThenable } from "./is-thenable.ts";
import type { Model } from "./model.ts";
import { fits } from "./valibot/json-shape.ts";
import { shapeOf } from "./valibot/shapes.ts";

/** Makes the words for an error, which are needed only then. */
type WordsOf = () => ErrorWords | undefined;

/**
 * Validates a value with the schema of a model. Returns the output, or a promise of it if the schema is asynchronous; an error is then
 * the reason of its rejection.
 *
 * @param words Words for the message of a {@link ValidationError}.
 * @throws {ValidationError} `VALIDATION_FAILED`.
 * @throws {ModelFailedError} `MODEL_FAILED` when the schema throws, or returns neither a value nor issues.
 */
export function validate(model: Model, value: unknown, id?: string, words?: WordsOf): unknown {
  let result: unknown;
  let isAsync: boolean;
  try {
    result = model.schema["~standard"].validate(value);
    isAsync = isThenable(result);
  } catch (cause) {
    throw schemaError(model, id, cause);
  }
  if (!isAsync) return output(result, model, id, words);
  return Promise.resolve(result).then(
    (resolved) => output(resolved, model, id, words),
    (cause: unknown) => Promise.reject(schemaError(model, id, cause)),
  );
}

/**
 * Validates data that is not shared: plain JSON that the schema would only copy is returned without a copy.
 *
 * @throws as {@link validate}.
 */
export function validateOwn(model: Model, value: unknown, id: string, words?: WordsOf): unknown {
  return isUnchanged(model, value) ? value : validate(model, value, id, words);
}

/** Tells whether a value is plain JSON that the schema returns unchanged. If false, the schema must be run to know. */
export function isUnchanged(model: Model, value: unknown): value is JsonValue {
  const shape = shapeOf(model.schema);
  return shape !== undefined && fits(shape, value);
}

function output(result: unknown, model: Model, id: string | undefined, words: WordsOf | undefined): unknown {
  try {
    const { issues } = (result ?? {}) as { readonly issues?: unknown };
    if (Array.isArray(issues)) throw new ValidationError(model.name, issues, id, words?.());
    if (typeof result === "object" && result !== null && !issues && "value" in result) return result.value;
  } catch (cause) {
    // A proxy or a getter may throw when it is read.
    throw cause instanceof ValidationError ? cause : schemaError(model, id, cause);
  }
  throw new ModelFailedError(model.name, "schema", "it returned neither a value nor issues", id);
}

function schemaError(model: Model, id: string | undefined, cause: unknown): ModelFailedError {
  return new ModelFailedError(model.name, "schema", "it threw", id, cause);
}

/** Calls `next` with a value: at once, or after the promise resolves. */
export function chain<T>(value: unknown, next: (value: unknown) => T | Promise<T>): T | Promise<T> {
  return value instanceof Promise ? value.then(next) : next(value);
}
