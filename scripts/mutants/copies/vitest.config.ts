import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { buildBundles } from "../../bundles/build-bundles.ts";

/** Tests of core over all mutants of one file, in one process. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "../../../packages/core"),
    include: [join(import.meta.dirname, "every-copy.test.ts")],
    isolate: false,
    experimental: { viteModuleRunner: false, nodeLoader: false },
    execArgv: ["--conditions=@results-manager/source", ...(await buildBundles())],
    testTimeout: 20_000,
  },
});
