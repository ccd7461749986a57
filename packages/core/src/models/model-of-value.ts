import type { Model } from "./model.ts";

/** As a constructor it makes nothing: what extends it puts its private fields on the object that it is given. */
function given(value: object): object {
  return value;
}

/**
 * A private field on somebody else's object: nobody sees it, copies it or can forge it, and it dies with the object. A WeakMap says the
 * same, but the garbage collector pays for each of its entries, which a batch of reads makes by the thousand.
 */
class Mark extends (given as unknown as new (value: object) => object) {
  #model: Model;

  constructor(value: object, model: Model) {
    super(value);
    this.#model = model;
  }

  static set(value: object, model: Model): void {
    if (#model in value) value.#model = model;
    else new Mark(value, model);
  }

  static get(value: object): Model | undefined {
    return #model in value ? value.#model : undefined;
  }
}

/** What is frozen takes no mark, or will not in Node releases to come. */
const frozen = new WeakMap<object, Model>();

/** Remembers which model a value belongs to; the value itself does not change for anybody else. Primitives cannot be remembered. */
export function remember<T>(value: T, model: Model): T {
  if (typeof value === "object" && value !== null) {
    if (Object.isExtensible(value)) Mark.set(value, model);
    else frozen.set(value, model);
  }
  return value;
}

/** The model that parsed or read this very value, if any. */
export function modelOf(value: unknown): Model | undefined {
  return typeof value === "object" && value !== null ? (Mark.get(value) ?? frozen.get(value)) : undefined;
}
