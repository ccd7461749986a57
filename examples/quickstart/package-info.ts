import { registerModel } from "results-manager";
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Model of the result of each package, which the main process and the workers import. */
export const PackageInfo = registerModel(
  "PackageInfo",
  v.object({
    name: v.string(),
    version: v.string(),
    licence: v.string(),
    dependencies: v.array(v.string()),
    /** Size of all its files. */
    bytes: count,
    files: count,
  }),
);
