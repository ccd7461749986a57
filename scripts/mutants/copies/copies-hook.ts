import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { mutate } from "../find-mutations.ts";
import type { Copies } from "./copies.ts";
import { findDependents } from "./find-dependents.ts";

const COPY = /\?mutant=(\d+)$/;

/** Lets `import("file.ts?mutant=N")` load copies of the file, and of all that it imports, over mutation N. */
export function loadCopies({ file, mutations }: Copies): void {
  const dependents = findDependents(file);
  const mutated = pathToFileURL(file).href;
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const resolved = nextResolve(specifier, context);
      const copy = COPY.exec(context.parentURL ?? "")?.[0];
      return copy && dependents.has(resolved.url) ? { ...resolved, url: `${resolved.url}${copy}` } : resolved;
    },
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      const mutation = mutations[Number(COPY.exec(url)?.[1])];
      if (!mutation || url.replace(COPY, "") !== mutated) return loaded;
      return { ...loaded, source: mutate(readFileSync(file, "utf8"), mutation) };
    },
  });
}
