import type { Model } from "./model.ts";
import { shared } from "./shared.ts";

/** Base constructor that returns its argument, so that a subclass adds its private fields to that object. */
function returnArgument(value: object): object {
  return value;
}

/**
 * Private field that stores the model on a value. It is invisible, is not copied, cannot be forged, and is collected with the value. A
 * WeakMap would do the same, but its entries, thousands per batch of reads, slow down garbage collection.
 */
class ModelField extends (returnArgument as unknown as new (value: object) => object) {
  #model: Model;

  constructor(value: object, model: Model) {
    super(value);
    this.#model = model;
  }

  static set(value: object, model: Model): void {
    if (#model in value) value.#model = model;
    else new ModelField(value, model);
  }

  static get(value: object): Model | undefined {
    return #model in value ? value.#model : undefined;
  }
}

/** Models of frozen values, to which future Node releases will not add private fields. */
const modelsOfFrozen = shared("models of frozen values", () => new WeakMap<object, Model>());
const Field = shared("model field", () => ModelField);

/** Associates a value with its model, without a visible change to the value. Primitives are ignored. */
export function remember<T>(value: T, model: Model): T {
  if (typeof value === "object" && value !== null) {
    if (Object.isExtensible(value)) Field.set(value, model);
    else modelsOfFrozen.set(value, model);
  }
  return value;
}

/** Returns the model that parsed or read this value, if any. */
export function modelOf(value: unknown): Model | undefined {
  return typeof value === "object" && value !== null ? (Field.get(value) ?? modelsOfFrozen.get(value)) : undefined;
}
