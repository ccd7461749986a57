import { defineConfig } from "vitest/config";

const conditions = ["@results-manager/source"];

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
      test: { name: root.replace("packages/", ""), root, include: ["test/**/*.test.ts"] },
    })),
  },
});
