import { type Model, ModelRegistry } from "@results-manager/core";
import { type GenericSchema, number, object, string } from "valibot";

/** A number, and a number with text that follows from it: what the processes of the suite store. */
export interface SuiteModels {
  readonly registry: ModelRegistry;
  readonly Count: Model<GenericSchema<number>>;
  readonly Line: Model<GenericSchema<LineData>>;
}

/** What {@link SuiteModels.Line} takes. */
export interface LineData {
  readonly n: number;
  readonly text: string;
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

/** A line whose every part tells which it is, so that a mixture of two is seen. */
export function lineOf(n: number): LineData {
  return { n, text: `${n} `.repeat(60) };
}
