import { type ModelOutput, registerModel } from "results-manager";
import * as v from "valibot";

const counted = v.array(v.object({ name: v.string(), count: v.number() }));

/** Model of the result of the second stage. */
export const Summary = registerModel(
  "Summary",
  v.object({
    takenAt: v.date(),
    packages: v.number(),
    files: v.number(),
    bytes: v.number(),
    licences: counted,
    largest: v.array(v.object({ name: v.string(), bytes: v.number() })),
    mostDependedOn: counted,
  }),
);

/** Data of {@link Summary}. */
export type SummaryData = ModelOutput<typeof Summary>;
