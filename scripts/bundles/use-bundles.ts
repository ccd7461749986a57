import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { isMainThread } from "node:worker_threads";

// Loaded by `--import`: resolves the sources of packages to their bundles, except in a process of vitest, whose tests run the sources.
const map = new URL(import.meta.url).searchParams.get("map") as string;
const bundles: Readonly<Record<string, string>> = JSON.parse(readFileSync(map, "utf8"));

if (!isMainThread || !process.argv[1]?.includes("/vitest/dist/workers/")) {
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const resolved = nextResolve(specifier, context);
      const bundle = bundles[resolved.url];
      return bundle === undefined ? resolved : { ...resolved, url: bundle, format: "module" };
    },
  });
}
