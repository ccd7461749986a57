import { defineConfig } from "vitest/config";

const conditions = ["@results-manager/source"];

export default defineConfig({
  test: {
    projects: ["core", "testing", "backend-fs", "results-manager"].map((name) => ({
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      test: { name, root: `packages/${name}`, include: ["test/**/*.test.ts"] },
    })),
  },
});
