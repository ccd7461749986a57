import { type Model, ModelRegistry } from "@results-manager/core";
import * as v from "valibot";

/** The registry of the tests. */
export const registry: ModelRegistry = new ModelRegistry();

/** A model that takes whatever is a number in a field. */
export const Count: Model<v.GenericSchema<{ n: number }>> = registry.register("Count", v.object({ n: v.number() }));

/** Whatever can be stored. */
export const Anything: Model<v.GenericSchema<unknown>> = registry.register("Anything", v.unknown());

/** Its schema is asynchronous. */
export const Slow: Model<v.GenericSchemaAsync<{ n: number }>> = registry.register(
  "Slow",
  v.objectAsync({
    n: v.pipeAsync(
      v.number(),
      v.checkAsync(async (n) => n > 0),
    ),
  }),
);
