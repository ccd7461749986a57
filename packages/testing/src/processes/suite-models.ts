import { type Model, ModelRegistry } from "@results-manager/core";
import { type GenericSchema, number, object, string } from "valibot";

/** Models of the processes of the suite: a number, and a number with a text that is derived from it. */
export interface SuiteModels {
  readonly registry: ModelRegistry;
  readonly Count: Model<GenericSchema<number>>;
  readonly Line: Model<GenericSchema<LineData>>;
}

/** Data of {@link SuiteModels.Line}. */
export interface LineData {
  readonly n: number;
  readonly text: string;
}

/** Registers the models of the suite, which are the same in every process. */
export function suiteModels(): SuiteModels {
  const registry = new ModelRegistry();
  return {
    registry,
    Count: registry.register("Count", number()),
    Line: registry.register("Line", object({ n: number(), text: string() })),
  };
}

/** Makes a line whose every part depends on `n`, so that a mixture of two lines is detected. */
export function lineOf(n: number): LineData {
  return { n, text: `${n} `.repeat(60) };
}
