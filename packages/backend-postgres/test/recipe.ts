import { hash } from "node:crypto";
import type { BackendRecipe } from "@results-manager/testing";
import { afterAll, inject } from "vitest";
import { runRaw } from "./new-schema.ts";

const MODULE = new URL("../src/index.ts", import.meta.url).href;
const schemas = new Set<string>();

afterAll(async () => {
  for (const schema of schemas) await runRaw(`drop schema if exists ${schema} cascade`);
});

/** Recipe of a store that other processes open: each folder of the suite has a schema of its own. */
export function recipeOf(
  name: string,
  folder: string,
  { module = MODULE, url = inject("postgresUrl") }: { readonly module?: string; readonly url?: string } = {},
): BackendRecipe {
  const schema = `test_${hash("sha256", folder).slice(0, 16)}`;
  schemas.add(schema);
  return { module, export: name, args: [url], options: { schema } };
}
