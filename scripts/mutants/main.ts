import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findMutations, type Mutation } from "./find-mutations.ts";
import { isNoticed } from "./run-mutant.ts";

const USAGE = `Usage: pnpm mutants [options]

Makes random small mutations of core, one at a time, and runs core's own tests against each. Lists the mutants that no test notices. Ends
with exit code 1 if fewer than the asked share are noticed.

  --count N    number of mutants (200)
  --seed N     seed of the choice (1)
  --least N    least share that must be noticed, in percent (85)
  --in TEXT    only files whose path contains this text
`;
const SOURCE = join(import.meta.dirname, "../../packages/core/src");

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    least: { type: "string", default: "85" },
    in: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) process.stdout.write(USAGE);
else await main();

async function main(): Promise<void> {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new Error("Interrupted.")));
  const all: { path: string; source: string; mutation: Mutation }[] = [];
  const paths: string[] = [];
  for await (const path of glob("**/*.ts", { cwd: SOURCE })) paths.push(path);
  for (const path of paths.sort()) {
    if (!path.includes(values.in)) continue;
    const source = readFileSync(join(SOURCE, path), "utf8");
    for (const mutation of findMutations(source)) all.push({ path, source, mutation });
  }
  const chosen = choose(all, Number(values.count), Number(values.seed));
  if (await isNoticed("", { offset: 0, before: "", after: "" }, stop.signal)) {
    throw new Error("The tests of core fail without a mutant: mend them first.");
  }
  let noticed = 0;
  for (const [i, { path, source, mutation }] of chosen.entries()) {
    const isKilled = await isNoticed(join(SOURCE, path), mutation, stop.signal);
    if (isKilled) noticed++;
    else process.stdout.write(`survived: ${describe(path, source, mutation)}\n`);
    if (process.stderr.isTTY) process.stderr.write(`\r${i + 1} of ${chosen.length}, ${noticed} noticed`);
  }
  const share = (noticed / chosen.length) * 100;
  process.stdout.write(`${noticed} of ${chosen.length} mutants noticed, ${share.toFixed(1)} % (seed ${values.seed})\n`);
  if (share < Number(values.least)) process.exitCode = 1;
}

function describe(path: string, source: string, { offset, before, after }: Mutation): string {
  const line = source.slice(0, offset).split("\n").length;
  return `core/src/${path}:${line}: '${before.trim()}' became '${after.trim()}': ${source.split("\n")[line - 1]?.trim()}`;
}

/** Chooses random items without repetition; mulberry32 generates the numbers. */
function choose<T>(items: readonly T[], count: number, seed: number): T[] {
  const left = [...items];
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(Math.floor(random() * left.length), 1)[0] as T,
  );
}
