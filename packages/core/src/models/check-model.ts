import type { Model } from "./model.ts";

/** Checks that an argument is a model, and not a schema, for example. @throws {TypeError} when it is not. */
export function checkModel(model: Model): void {
  if (typeof (model as Partial<Model> | null)?.registry?.findModelNamespace === "function") return;
  throw new TypeError(`model must be a model from registerModel(), got ${model === null ? "null" : typeof model}.`);
}
