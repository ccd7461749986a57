import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Mutation } from "../find-mutations.ts";
import { runVitest } from "../run-vitest.ts";
import { COPIES, type Copies } from "./copies.ts";

const CONFIG = join(import.meta.dirname, "vitest.config.ts");
/** A test that reports nothing for so long loops, and has noticed its mutant. */
const SILENCE_MS = 20_000;
const NO_MUTATION: Mutation = { offset: 0, before: "", after: "" };

/** Runs files of tests against each mutation of a file, all in one process, and returns the mutations that no test noticed. */
export async function findSurvivors(
  file: string,
  mutations: readonly Mutation[],
  tests: readonly string[],
  signal: AbortSignal,
): Promise<Mutation[]> {
  const noticed = new Set<Mutation>();
  // The file as it is goes first and last: tests that cannot be repeated in one process fail there.
  let left = [NO_MUTATION, ...mutations, NO_MUTATION];
  while (left.length > 0) {
    const { reports, isLooping } = await runCopies({ file, mutations: left, tests }, signal);
    for (const [event, i] of reports) if (event === "noticed") noticed.add(left[i] as Mutation);
    if (isLooping) noticed.add(left[reports.at(-1)?.[1] ?? 0] as Mutation);
    if (noticed.has(NO_MUTATION)) {
      throw new Error(`The tests fail without a mutant, or when one process repeats them: ${tests.join(", ")}`);
    }
    left = isLooping ? left.filter((mutation) => !noticed.has(mutation)) : [];
  }
  return mutations.filter((mutation) => !noticed.has(mutation));
}

async function runCopies(
  copies: Omit<Copies, "report">,
  signal: AbortSignal,
): Promise<{ reports: [event: string, i: number][]; isLooping: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), "results-manager-mutants-"));
  const report = join(folder, "report");
  writeFileSync(report, "");
  const silence = new AbortController();
  const watch = setInterval(() => {
    if (Date.now() - statSync(report).mtimeMs > SILENCE_MS) silence.abort();
  }, 1000);
  try {
    const variables = { [COPIES]: JSON.stringify({ ...copies, report }) };
    await runVitest(["--config", CONFIG], variables, AbortSignal.any([signal, silence.signal]));
    signal.throwIfAborted();
    const lines = readFileSync(report, "utf8").trimEnd().split("\n");
    return {
      reports: lines.map((line) => [line.split(" ")[0] ?? "", Number(line.split(" ")[1])]),
      isLooping: silence.signal.aborted,
    };
  } finally {
    clearInterval(watch);
    rmSync(folder, { recursive: true });
  }
}
