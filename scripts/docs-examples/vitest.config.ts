import { defineConfig } from "vitest/config";

const conditions = ["@results-manager/source"];

// Suites of the documentation run over the sources, as the programs do.
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { include: ["*.test.ts"], testTimeout: 300_000, hookTimeout: 300_000 },
});
