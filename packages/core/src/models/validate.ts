import type { JsonValue } from "../codec/json-value.ts";
import { ModelFailedError } from "../errors/model-errors.ts";
import { ValidationError } from "../errors/result-errors.ts";
import { isThenable } from "./is-thenable.ts";
import type { Model } from "./model.ts";
import { fits } from "./valibot/json-shape.ts";
import { shapeOf } from "./valibot/valibot-shape.ts";

/**
 * Runs the model's schema: at once where the schema is synchronous, else as a promise.
 *
 * @param written which model wrote what is validated, for the error.
 * @throws {ValidationError} `VALIDATION_FAILED`, or the promise is rejected with it.
 * @throws {ModelFailedError} `MODEL_FAILED` when the schema throws, or gives neither a value nor issues; or the promise is rejected with it.
 */
export function validate(model: Model, value: unknown, id?: string, written?: () => string | undefined): unknown {
  let result: unknown;
  let isLate: boolean;
  try {
    result = model.schema["~standard"].validate(value);
    isLate = isThenable(result);
  } catch (cause) {
    throw threw(model, id, cause);
  }
  if (!isLate) return output(result, model, id, written);
  return Promise.resolve(result).then(
    (settled) => output(settled, model, id, written),
    (cause: unknown) => Promise.reject(threw(model, id, cause)),
  );
}

/**
 * The same for data that nobody else holds: plain JSON that the schema would only copy is handed through.
 *
 * @throws as {@link validate}.
 */
export function validateOwn(model: Model, value: unknown, id: string, written?: () => string | undefined): unknown {
  return isAsGiven(model, value) ? value : validate(model, value, id, written);
}

/** A value is plain JSON, and the model's schema gives it back as it is. False only says that the schema must be asked. */
export function isAsGiven(model: Model, value: unknown): value is JsonValue {
  const shape = shapeOf(model.schema);
  return shape !== undefined && fits(shape, value);
}

function output(
  result: unknown,
  model: Model,
  id: string | undefined,
  written: (() => string | undefined) | undefined,
): unknown {
  try {
    const { issues } = (result ?? {}) as { readonly issues?: unknown };
    if (Array.isArray(issues)) throw new ValidationError(model.name, issues, id, written?.());
    if (typeof result === "object" && result !== null && !issues && "value" in result) return result.value;
  } catch (cause) {
    // A proxy, or a getter, may throw when it is read.
    throw cause instanceof ValidationError ? cause : threw(model, id, cause);
  }
  throw new ModelFailedError(model.name, "schema", "it gave neither a value nor issues", id);
}

function threw(model: Model, id: string | undefined, cause: unknown): ModelFailedError {
  return new ModelFailedError(model.name, "schema", "it threw", id, cause);
}

/** Goes on with a value now where it is there, and when it is there where it is a promise. */
export function chain<T>(value: unknown, next: (value: unknown) => T | Promise<T>): T | Promise<T> {
  return value instanceof Promise ? value.then(next) : next(value);
}
