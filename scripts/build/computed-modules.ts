import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Plugin } from "rolldown";

/** Modules that compute constants from nothing but their imports. */
const COMPUTED = /\/fixed-sql\.ts$/;

/** Runs such modules while building: the built package has what they export, as JSON, and needs none of their imports. */
export function computedModulesPlugin(): Plugin {
  return {
    name: "computed-modules",
    load: { filter: { id: COMPUTED }, handler: async (id) => ({ code: await exportsOf(id), moduleType: "js" }) },
  };
}

async function exportsOf(path: string): Promise<string> {
  const print = `console.log(JSON.stringify({ ...(await import("${pathToFileURL(path)}")) }))`;
  const flags = ["--conditions=@results-manager/source", "--input-type=module", "--eval", print];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  const entries = Object.entries(JSON.parse(stdout) as Readonly<Record<string, unknown>>);
  return entries.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`).join("\n");
}
