import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonValue } from "../codec/json-value.ts";
import { ValidationError } from "../errors/result-errors.ts";
import { fits } from "./json-shape.ts";
import type { Model } from "./model.ts";
import { shapeOf } from "./valibot-shape.ts";

/**
 * Runs the model's schema: at once where the schema is synchronous, else as a promise.
 *
 * @throws {ValidationError} `VALIDATION_FAILED`, or the promise is rejected with it.
 */
export function validate(model: Model, value: unknown, id?: string): unknown {
  const result = model.schema["~standard"].validate(value);
  return result instanceof Promise ? result.then((settled) => output(settled, model, id)) : output(result, model, id);
}

/**
 * The same for data that nobody else holds: plain JSON that the schema would only copy is handed through.
 *
 * @throws {ValidationError} `VALIDATION_FAILED`, or the promise is rejected with it.
 */
export function validateOwn(model: Model, value: unknown, id: string): unknown {
  return isAsGiven(model, value) ? value : validate(model, value, id);
}

/** A value is plain JSON, and the model's schema gives it back as it is. False only says that the schema must be asked. */
export function isAsGiven(model: Model, value: unknown): value is JsonValue {
  const shape = shapeOf(model.schema);
  return shape !== undefined && fits(shape, value);
}

function output(result: StandardSchemaV1.Result<unknown>, model: Model, id: string | undefined): unknown {
  if (result.issues) throw new ValidationError(model.name, result.issues, id);
  return result.value;
}

/** Goes on with a value now where it is there, and when it is there where it is a promise. */
export function chain<T>(value: unknown, next: (value: unknown) => T | Promise<T>): T | Promise<T> {
  return value instanceof Promise ? value.then(next) : next(value);
}
