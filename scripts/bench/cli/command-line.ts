import { fileURLToPath } from "node:url";
import { buildPackages } from "../../build/build-packages.ts";
import { publicPackages } from "../../packaging/public-package.ts";

/** Program of the command line, which loads the packages as they are built. */
export const RESULTS: string = fileURLToPath(new URL("../../../packages/cli/bin/results.js", import.meta.url));

/** Builds the packages. */
export function buildCommandLine(): Promise<void> {
  return buildPackages(publicPackages());
}
