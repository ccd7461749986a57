import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { mutate } from "./find-mutations.ts";
import { MUTANT } from "./mutant.ts";

// Loaded by `--import`: mutates one source file as it is loaded. The file itself is not changed.
const { file, ...mutation } = JSON.parse(process.env[MUTANT] ?? "{}");
const mutated = file ? pathToFileURL(file).href : undefined;

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    if (url !== mutated) return loaded;
    return { ...loaded, source: mutate(readFileSync(file, "utf8"), mutation) };
  },
});
