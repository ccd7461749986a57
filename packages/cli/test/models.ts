import { registerModel } from "results-manager";
import * as v from "valibot";

/** Second version of the sample's model. */
export const Run = registerModel("Run", v.object({ model: v.string(), percent: v.number() }), {
  version: 2,
  upgrade: {
    1: ({ model, accuracy }: { model: string; accuracy: number }) => ({ model, percent: accuracy * 100 }),
  },
});
