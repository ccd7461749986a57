import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { mutantPlugin } from "./mutant-plugin.ts";

const conditions = ["@results-manager/source"];

export default defineConfig({
  plugins: [mutantPlugin()],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    root: join(import.meta.dirname, "../../packages/core"),
    include: ["test/**/*.test.ts"],
    isolate: false,
    testTimeout: 60_000,
  },
});
