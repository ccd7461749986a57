import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Mutation } from "./find-mutations.ts";
import { MUTANT } from "./mutant-plugin.ts";

const ROOT = join(import.meta.dirname, "../..");
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");
/** A mutant that loops forever counts as noticed. */
const TIMEOUT_MS = 240_000;

/** Runs the tests of core against a mutant, the quick ones first. Returns true if one of them fails. */
export async function isNoticed(file: string, mutation: Mutation, signal: AbortSignal): Promise<boolean> {
  const quick = ["--exclude", "**/conformance/**"];
  return (await fails(file, mutation, quick, signal)) || (await fails(file, mutation, ["conformance"], signal));
}

async function fails(
  file: string,
  mutation: Mutation,
  selection: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const config = join(import.meta.dirname, "vitest.config.ts");
  const child = spawn(process.execPath, [VITEST, "run", "--config", config, "--bail", "1", ...selection], {
    cwd: ROOT,
    env: { ...process.env, [MUTANT]: JSON.stringify({ file, ...mutation }) },
    stdio: "ignore",
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    killSignal: "SIGKILL",
  });
  child.on("error", () => {}); // An abort: `exit` follows.
  const [code] = await once(child, "exit");
  signal.throwIfAborted();
  return code !== 0;
}
