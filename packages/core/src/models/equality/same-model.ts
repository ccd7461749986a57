import type { Model } from "../model.ts";
import { shared } from "../shared.ts";

/** First of several equal models, by the later ones: a module that is evaluated again makes its models again. */
const firsts: WeakMap<Model, Model> = shared("firsts", () => new WeakMap<Model, Model>());

/** Notes that a model equals one that was registered before it. */
export function linkModels(model: Model, before: Model): void {
  firsts.set(model, firstOf(before));
}

/** Tells whether two models are one, or equal models of a module that was evaluated several times. */
export function isSameModel(a: Model | undefined, b: Model | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && firstOf(a) === firstOf(b));
}

function firstOf(model: Model): Model {
  return firsts.get(model) ?? model;
}
