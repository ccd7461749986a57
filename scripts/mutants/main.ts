import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { choose } from "./choose.ts";
import { findSurvivors } from "./copies/run-copies.ts";
import { findMutations, type Mutation } from "./find-mutations.ts";
import { isNoticed } from "./run-mutant.ts";

const USAGE = `Usage: pnpm mutants [options]

Makes random small mutations of core, one at a time, and runs core's own tests against each. Lists the mutants that no test notices. Ends
with exit code 1 if fewer than the asked share are noticed.

  --count N     number of mutants (200)
  --seed N      seed of the choice (1)
  --least N     least share that must be noticed, in percent (85)
  --in TEXT     only files whose path contains this text; it can be repeated
  --tests TEXT  instead of a choice, all mutants of each file, in one process, against the tests whose path contains this text alone:
                'mirror' stands for the tests of the same name as the file, and 'room' for all that lie in its folder
  --list        list the number of mutants of each file, and whether tests mirror it, and run nothing
`;
const CORE = join(import.meta.dirname, "../../packages/core");
const SOURCE = join(CORE, "src");

/** A source file of core that has mutations. */
interface MutableFile {
  readonly path: string;
  readonly source: string;
  readonly mutations: readonly Mutation[];
  /** Path of its own tests, which may not exist. */
  readonly mirror: string;
}

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    least: { type: "string", default: "85" },
    in: { type: "string", multiple: true, default: [""] },
    tests: { type: "string" },
    list: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) process.stdout.write(USAGE);
else await main();

async function main(): Promise<void> {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new Error("Interrupted.")));
  const files = readFiles();
  if (values.list) list(files);
  else if (values.tests !== undefined) report(await runTests(files, values.tests, stop.signal));
  else report(await runSample(files, stop.signal));
}

function readFiles(): MutableFile[] {
  const paths = globSync("**/*.ts", { cwd: SOURCE }).filter((path) => values.in.some((text) => path.includes(text)));
  return paths.sort().flatMap((path) => {
    const source = readFileSync(join(SOURCE, path), "utf8");
    const mutations = findMutations(source);
    const mirror = join(CORE, "test", path.replace(/\.ts$/, ".test.ts"));
    return mutations.length > 0 ? [{ path, source, mutations, mirror }] : [];
  });
}

function list(files: readonly MutableFile[]): void {
  for (const { path, mutations, mirror } of files.toSorted((a, b) => b.mutations.length - a.mutations.length)) {
    process.stdout.write(`${mutations.length}\t${existsSync(mirror) ? "mirror" : "-"}\t${path}\n`);
  }
}

interface Tally {
  readonly noticed: number;
  readonly total: number;
}

/** Runs the tests of certain files against all mutants, file by file. */
async function runTests(files: readonly MutableFile[], text: string, signal: AbortSignal): Promise<Tally> {
  const tally = { noticed: 0, total: 0 };
  for (const file of files) {
    const tests = testsOf(file, text);
    if (tests.length === 0) continue;
    const survivors = await findSurvivors(join(SOURCE, file.path), file.mutations, tests, signal);
    for (const mutation of survivors) reportSurvivor(file, mutation);
    tally.total += file.mutations.length;
    tally.noticed += file.mutations.length - survivors.length;
  }
  return tally;
}

function testsOf({ mirror }: MutableFile, text: string): string[] {
  if (text === "mirror") return [mirror].filter(existsSync);
  if (text === "room") return globSync(join(dirname(mirror), "*.test.ts"));
  return globSync(join(CORE, "test/**/*.test.ts")).filter((path) => path.slice(CORE.length).includes(text));
}

/** Runs all tests of core against randomly chosen mutants, file by file: first the file's own tests, then the others. */
async function runSample(files: readonly MutableFile[], signal: AbortSignal): Promise<Tally> {
  const all = files.flatMap((file) => file.mutations.map((mutation) => ({ file, mutation })));
  const chosen = choose(all, Number(values.count), Number(values.seed));
  if (await isNoticed("", { offset: 0, before: "", after: "" }, signal)) {
    throw new Error("The tests of core fail without a mutant: mend them first.");
  }
  let [noticed, tried] = [0, 0];
  for (const [file, mutations] of Map.groupBy(chosen, (each) => each.file)) {
    for (const mutation of await leftByMirror(
      file,
      mutations.map((each) => each.mutation),
      signal,
    )) {
      if (await isNoticed(join(SOURCE, file.path), mutation, signal)) continue;
      reportSurvivor(file, mutation);
      noticed--;
    }
    tried += mutations.length;
    noticed += mutations.length;
    process.stderr.write(`${noticed} of ${tried} noticed, ${chosen.length - tried} left\n`);
  }
  return { noticed, total: chosen.length };
}

/** Returns the mutants that the own tests of a file do not notice: most are noticed there, in a tenth of the time of all tests. */
async function leftByMirror(
  file: MutableFile,
  mutations: readonly Mutation[],
  signal: AbortSignal,
): Promise<readonly Mutation[]> {
  if (!existsSync(file.mirror)) return mutations;
  try {
    return await findSurvivors(join(SOURCE, file.path), mutations, [file.mirror], signal);
  } catch (error) {
    signal.throwIfAborted();
    process.stderr.write(`${(error as Error).message}\n`);
    return mutations;
  }
}

function report({ noticed, total }: Tally): void {
  const share = (noticed / total) * 100;
  const choice = values.tests === undefined ? ` (seed ${values.seed})` : "";
  process.stdout.write(`${noticed} of ${total} mutants noticed, ${share.toFixed(1)} %${choice}\n`);
  if (!(share >= Number(values.least))) process.exitCode = 1;
}

function reportSurvivor({ path, source }: MutableFile, { offset, before, after }: Mutation): void {
  const line = source.slice(0, offset).split("\n").length;
  const change = `'${before.trim()}' became '${after.trim()}'`;
  process.stdout.write(`survived: core/src/${path}:${line}: ${change}: ${source.split("\n")[line - 1]?.trim()}\n`);
}
