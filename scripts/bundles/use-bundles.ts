import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

// Loaded by `--import`: resolves the sources of packages to their bundles.
const map = new URL(import.meta.url).searchParams.get("map") as string;
const bundles: Readonly<Record<string, string>> = JSON.parse(readFileSync(map, "utf8"));

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const resolved = nextResolve(specifier, context);
    const bundle = bundles[resolved.url];
    return bundle === undefined ? resolved : { ...resolved, url: bundle, format: "module" };
  },
});
