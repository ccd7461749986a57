import { given } from "../errors/given.ts";
import type { Model } from "./model.ts";

/** Checks that an argument is a model, and not a schema, for example. @throws {TypeError} when it is not. */
export function checkModel(model: Model): void {
  if (typeof (model as Partial<Model> | null)?.registry?.findModelNamespace === "function") return;
  throw new TypeError(`model must be a model from registerModel(), got ${mistakeIn(model)}.`);
}

/** Names what seems to have been passed instead of a model, and the remedy. */
function mistakeIn(value: unknown): string {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (isObject && "~standard" in value) return "a schema: register it first, as in registerModel('Name', schema)";
  if (isObject && "model" in value) return "an object with a model in it: pass the model itself";
  return given(value);
}
