import { defineConfig } from "vitest/config";

const conditions = ["@results-manager/source"];

/** What takes longer hangs, on a machine with much else to do, too. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000 };

export default defineConfig({
  test: {
    projects: [
      "packages/core",
      "packages/testing",
      "packages/backend-fs",
      "packages/backend-sqlite",
      "packages/results-manager",
      "packages/sync",
      "examples",
      "scripts",
    ].map((root) => ({
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      test: { name: root.replace("packages/", ""), root, include: ["test/**/*.test.ts"], ...patience },
    })),
  },
});
