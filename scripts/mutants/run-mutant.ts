import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Mutation } from "./find-mutations.ts";
import { MUTANT } from "./mutant.ts";

const ROOT = join(import.meta.dirname, "../..");
const CORE = join(ROOT, "packages/core");
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");
/** A mutant that loops forever counts as noticed. */
const TIMEOUT_MS = 240_000;

/**
 * Runs the tests of core against a mutant, those of its own room first, then the other quick ones, then the suites. Returns true if one of
 * them fails.
 */
export async function isNoticed(file: string, mutation: Mutation, signal: AbortSignal): Promise<boolean> {
  const room = dirname(relative(join(CORE, "src"), file));
  const ownTests = join(CORE, "test", room);
  const hasOwn = file !== "" && room !== "." && existsSync(ownTests);
  const quick = ["--exclude", "**/conformance/**", ...(hasOwn ? ["--exclude", `**/test/${room}/**`] : [])];
  for (const selection of [...(hasOwn ? [[`test/${room}/`]] : []), quick, ["test/conformance/"]]) {
    if (await fails(file, mutation, selection, signal)) return true;
  }
  return false;
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
