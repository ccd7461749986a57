import type { StandardSchemaV1 } from "@standard-schema/spec";
import { ValidationError } from "../errors/result-errors.ts";
import type { Model } from "./model.ts";

/**
 * Runs the model's schema: at once where the schema is synchronous, else as a promise.
 *
 * @throws {ValidationError} `VALIDATION_FAILED`, or the promise is rejected with it.
 */
export function validate(model: Model, value: unknown, id?: string): unknown {
  const result = model.schema["~standard"].validate(value);
  return result instanceof Promise ? result.then((settled) => output(settled, model, id)) : output(result, model, id);
}

function output(result: StandardSchemaV1.Result<unknown>, model: Model, id: string | undefined): unknown {
  if (result.issues) throw new ValidationError(model.name, result.issues, id);
  return result.value;
}

/** Goes on with a value now where it is there, and when it is there where it is a promise. */
export function chain<T>(value: unknown, next: (value: unknown) => T | Promise<T>): T | Promise<T> {
  return value instanceof Promise ? value.then(next) : next(value);
}
