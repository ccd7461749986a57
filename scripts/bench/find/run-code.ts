import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const SCRIPTS = fileURLToPath(new URL("../..", import.meta.url));

/** Opens a store of the records, as `results`, with the model `Run`. */
const OPEN = (path: string): string => `
import { SqliteBackend } from "@results-manager/backend-sqlite";
import { ModelRegistry } from "@results-manager/core";
import { looseObject, number } from "valibot";
const registry = new ModelRegistry();
const Run = registry.register("Run", looseObject({ accuracy: number(), score: number() }), { index: ["accuracy"] });
const results = new SqliteBackend(${JSON.stringify(path)}, { registry, durability: "process" });`;

/**
 * Runs code on a database in a new process, by the packages as they are built, and returns what it prints. It is no TypeScript, which takes Node
 * 100 MiB of memory and some time to load.
 */
export function runCode(path: string, code: string): string {
  const words = ["--input-type=module", "--eval", `${OPEN(path)}\n${code}\nawait results.close();`];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { cwd: SCRIPTS, encoding: "utf8" });
  if (status !== 0) throw new Error(`The code on ${path} failed: ${stderr}`);
  return stdout.trim();
}
