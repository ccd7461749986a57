import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { buildBundles } from "./scripts/bundles/build-bundles.ts";

/** What takes longer hangs, on a machine with much else to do, too. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000 };

/** Many tests start processes of the same code: they start in half the time where Node keeps what it has compiled. */
const env = { NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") };

/** The processes and threads that tests start load bundles of the packages; the tests themselves run their sources. */
const execArgv = ["--conditions=@results-manager/source", ...(await buildBundles())];

/** What a package needs once for all of its tests. */
const setup: Readonly<Record<string, { readonly globalSetup: string }>> = {
  "packages/backend-postgres": { globalSetup: "test/server/global-setup.ts" },
};

export default defineConfig({
  test: {
    // One more than cores, since many tests wait for other processes. Unless told so, vitest would leave one core to itself.
    maxWorkers: availableParallelism() + 1,
    projects: [
      "packages/core",
      "packages/testing",
      "packages/backend-fs",
      "packages/backend-hdf5",
      "packages/sql",
      "packages/backend-sqlite",
      "packages/backend-postgres",
      "packages/results-manager",
      "packages/sync",
      "packages/cli",
      "examples",
      "scripts",
    ].map((root) => ({
      test: {
        name: root.replace("packages/", ""),
        root,
        include: ["test/**/*.test.ts"],
        // Files share workers, which load the modules once, and Node loads them as users have it do: without a transform of each.
        isolate: false,
        experimental: { viteModuleRunner: false, nodeLoader: false },
        ...patience,
        env,
        execArgv,
        ...setup[root],
      },
    })),
  },
});
