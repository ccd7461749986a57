import { ModelRegistry, registerModel } from "results-manager";
import * as v from "valibot";

/** Second version of the sample's model, in a registry of its own: a process may run other commands after this one. */
export const Run = registerModel("Run", v.object({ model: v.string(), percent: v.number() }), {
  registry: new ModelRegistry(),
  version: 2,
  upgrade: {
    1: ({ model, accuracy }: { model: string; accuracy: number }) => ({ model, percent: accuracy * 100 }),
  },
});
