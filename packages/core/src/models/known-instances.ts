import type { Model } from "./model.ts";

const models = new WeakMap<object, Model>();

/** Remembers which model a value belongs to; the value itself is not touched. Primitives cannot be remembered. */
export function remember<T>(value: T, model: Model): T {
  if (typeof value === "object" && value !== null) models.set(value, model);
  return value;
}

/** The model that parsed or read this very value, if any. */
export function modelOf(value: unknown): Model | undefined {
  return typeof value === "object" && value !== null ? models.get(value) : undefined;
}
