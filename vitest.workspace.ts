import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { buildBundles } from "./scripts/bundles/build-bundles.ts";

const conditions = ["@results-manager/source"];

/** What takes longer hangs, on a machine with much else to do, too. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000 };

/** Many tests start processes of the same code: they start in half the time where Node keeps what it has compiled. */
const env = { NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") };

/** The processes and threads that tests start load bundles of the packages; the tests themselves run their sources. */
const execArgv = await buildBundles();

/** What a package needs once for all of its tests. */
const setup: Readonly<Record<string, { readonly globalSetup: string }>> = {
  "packages/backend-postgres": { globalSetup: "test/server/global-setup.ts" },
};

/** Packages whose test files register models for the whole process. The files of others share workers, which load the modules once. */
const REGISTERS_GLOBALLY: ReadonlySet<string> = new Set([
  "packages/results-manager",
  "packages/sync",
  "examples",
  "scripts",
]);

export default defineConfig({
  test: {
    // Unless told so, vitest leaves one core to itself, which is every other one on a small machine.
    maxWorkers: availableParallelism(),
    projects: [
      "packages/core",
      "packages/testing",
      "packages/backend-fs",
      "packages/sql",
      "packages/backend-sqlite",
      "packages/backend-postgres",
      "packages/results-manager",
      "packages/sync",
      "examples",
      "scripts",
    ].map((root) => ({
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      test: {
        name: root.replace("packages/", ""),
        root,
        include: ["test/**/*.test.ts"],
        isolate: REGISTERS_GLOBALLY.has(root),
        ...patience,
        env,
        execArgv,
        ...setup[root],
      },
    })),
  },
});
