import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Mutation } from "./find-mutations.ts";
import { MUTANT } from "./mutant.ts";
import { runVitest } from "./run-vitest.ts";

const CORE = join(import.meta.dirname, "../../packages/core");
const CONFIG = join(import.meta.dirname, "vitest.config.ts");
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
  const variables = { [MUTANT]: JSON.stringify({ file, ...mutation }) };
  for (const selection of [...(hasOwn ? [[`test/${room}/`]] : []), quick, ["test/conformance/"]]) {
    const ended = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const code = await runVitest(["--config", CONFIG, "--bail", "1", ...selection], variables, ended);
    signal.throwIfAborted();
    if (code !== 0) return true;
  }
  return false;
}
