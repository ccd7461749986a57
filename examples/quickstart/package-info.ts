import { registerModel } from "results-manager";
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What is kept of each installed package. Main process and workers import the same model. */
export const PackageInfo = registerModel(
  "PackageInfo",
  v.object({
    name: v.string(),
    version: v.string(),
    licence: v.string(),
    dependencies: v.array(v.string()),
    /** Of all its files. */
    bytes: count,
    files: count,
  }),
);
