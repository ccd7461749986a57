import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { buildBundles } from "../bundles/build-bundles.ts";

const hook = new URL("mutant-hook.ts", import.meta.url);

/** The tests of core as `pnpm test` runs them, but over a mutant. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "../../packages/core"),
    include: ["test/**/*.test.ts"],
    isolate: false,
    experimental: { viteModuleRunner: false, nodeLoader: false },
    execArgv: ["--conditions=@results-manager/source", ...(await buildBundles()), `--import=${hook}`],
    testTimeout: 60_000,
  },
});
