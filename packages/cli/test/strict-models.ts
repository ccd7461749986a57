import { registerModel } from "results-manager";
import * as v from "valibot";

/** Model that a part of the sample's results does not fit. */
export const Run = registerModel(
  "Run",
  v.object({ model: v.literal("haiku"), accuracy: v.number(), config: v.unknown(), at: v.date() }),
);
