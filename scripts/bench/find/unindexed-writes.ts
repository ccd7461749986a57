import { join } from "node:path";
import { SqliteBackend } from "@results-manager/backend-sqlite";
import type { Model } from "@results-manager/core";
import * as v from "valibot";
import { median } from "../measure/median.ts";
import { runModel, runOf } from "./store.ts";

/** Number of records of the model that has an index, or has none. */
const OTHERS = 20_000;
/** Number of writes of a round in each store. */
const WRITES = 500;
/** Greatest ratio: two stores without any index differ by up to 6 % on a busy machine. */
const LIMIT = 1.1;

const plain = v.object({ n: v.number(), text: v.string() });

/** Store with results of two models: runs, with an index or without, and plain ones, which never have one. */
interface Store {
  readonly results: SqliteBackend;
  readonly Plain: Model<typeof plain>;
}

/** Compares writes of a model without index beside an indexed model with the same writes in a store without any index: CPU time, medians. */
export async function benchUnindexedWrites(folder: string, rounds: number): Promise<string> {
  const beside = await open(join(folder, "with-index.db"), true);
  const alone = await open(join(folder, "without-index.db"), false);
  const [ours, theirs, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round <= 8 * rounds; round++) {
    // Either store goes first every other time: the caches of the processor favour the second.
    const isFirst = round % 2 === 0;
    const early = await writeTo(isFirst ? beside : alone, round);
    const late = await writeTo(isFirst ? alone : beside, round);
    if (round === 0) continue; // It warms up.
    const [own, other] = isFirst ? [early, late] : [late, early];
    ours.push(own);
    theirs.push(other);
    ratios.push(own / other);
  }
  await Promise.all([beside.results.close(), alone.results.close()]);
  return (
    `set of a model without index: ${median(ours).toFixed(1)} µs beside an indexed one, ${median(theirs).toFixed(1)} µs in a store without ` +
    `index: ${median(ratios).toFixed(2)}, at most ${LIMIT}`
  );
}

async function open(path: string, isIndexed: boolean): Promise<Store> {
  const { Run, registry } = runModel(isIndexed);
  const Plain = registry.register("Plain", plain);
  const results = new SqliteBackend(path, { registry, durability: "process" });
  await results.setMany(runs(), { model: Run });
  return { results, Plain };
}

function runs(): (readonly [string, ReturnType<typeof runOf>])[] {
  return Array.from({ length: OTHERS }, (_, i) => [`run/${i}`, runOf(i)] as const);
}

/** Returns the CPU time of a write in microseconds. */
async function writeTo({ results, Plain }: Store, round: number): Promise<number> {
  const start = process.threadCpuUsage();
  for (let i = 0; i < WRITES; i++) {
    await results.set(`plain/${round}/${i}`, { n: i, text: "x".repeat(200) }, { model: Plain });
  }
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / WRITES;
}
