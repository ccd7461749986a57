import type { Model } from "./model.ts";

/** Catches the likeliest mistake, a schema in a model's place. @throws {TypeError} for what is no model. */
export function checkModel(model: Model): void {
  if (typeof (model as Partial<Model> | null)?.registry?.findModelNamespace === "function") return;
  throw new TypeError(`model must be what registerModel() returned, got ${model === null ? "null" : typeof model}.`);
}
