import { type Model, ModelRegistry } from "@results-manager/core";
import { type GenericSchema, number, object, string } from "valibot";

/** A number, and a number with text: what the processes of the suite store. */
export interface SuiteModels {
  readonly registry: ModelRegistry;
  readonly Count: Model<GenericSchema<number>>;
  readonly Line: Model<GenericSchema<{ n: number; text: string }>>;
}

/** The same models in every process. */
export function suiteModels(): SuiteModels {
  const registry = new ModelRegistry();
  return {
    registry,
    Count: registry.register("Count", number()),
    Line: registry.register("Line", object({ n: number(), text: string() })),
  };
}
