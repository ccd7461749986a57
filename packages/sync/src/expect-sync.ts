import type { Model } from "@results-manager/core";
import { runStepsNow, settled } from "@results-manager/core/internal";

/** Returns the value of a schema. @throws {TypeError} for a promise. */
export function expectSync<T>(value: T | Promise<T>, model: Model | undefined): T {
  if (!(value instanceof Promise)) return value;
  return runStepsNow(settled(value, model ? `The schema of model '${model.name}'` : "The schema of the stored model"));
}
