import { join } from "node:path";
import type { Figures, MeasuredRows } from "../measure/figures.ts";
import { inTurns } from "../measure/in-turns.ts";
import type { RunOptions } from "../measure/run-suite.ts";
import { settleDisk } from "../measure/work-folder.ts";
import type { CacheStore, CacheSuite } from "./cache-contender.ts";

/** Number of pairs of a multi call. */
const TOGETHER = 100;
const COUNTERS = 100;

type Row = readonly [name: string, measure: (store: CacheStore, suite: CacheSuite, records: number) => Promise<number>];

const keyOf = (i: number): string => `user:${i}/profile`;

/** Rows in the order in which they are run; each returns microseconds per value. */
const ROWS: readonly Row[] = [
  [
    "batch sets",
    (store, { makeValue }, records) => atOnce(records, makeValue, (i, value) => store.set(keyOf(i), value)),
  ],
  ["batch gets", (store, _, records) => atOnce(records, nothing, (i) => store.get(keyOf(i)))],
  [
    "sequential sets",
    (store, { makeValue, sequential }, records) =>
      oneByOne(Math.min(sequential, records), makeValue, (i, value) => store.set(keyOf(i), value)),
  ],
  [
    "sequential gets",
    (store, { sequential }, records) => oneByOne(Math.min(sequential, records), nothing, (i) => store.get(keyOf(i))),
  ],
  [
    "multi sets",
    (store, { makeValue }, records) => {
      const pairs = (i: number) =>
        Array.from({ length: TOGETHER }, (_, k) => [keyOf(i * TOGETHER + k), makeValue(i * TOGETHER + k)] as const);
      return oneByOne(records / TOGETHER, pairs, (_, made) => store.setMany(made)).then((us) => us / TOGETHER);
    },
  ],
  [
    "multi gets",
    (store, _, records) => {
      const keys = (i: number) => Array.from({ length: TOGETHER }, (_, k) => keyOf(i * TOGETHER + k));
      return oneByOne(records / TOGETHER, keys, (_, made) => store.getMany(made)).then((us) => us / TOGETHER);
    },
  ],
  [
    "sequential incr",
    (store, { sequential }, records) =>
      oneByOne(Math.min(sequential, records), nothing, (i) => store.incr(`counter:${i % COUNTERS}`)),
  ],
];

/** Measures all rows of one store: microseconds per value. */
export async function* measureCache(store: CacheStore, suite: CacheSuite, records: number): MeasuredRows {
  for (const [row, measure] of ROWS) {
    settleDisk();
    globalThis.gc?.({ type: "minor" }); // No contender pays for the garbage of the previous one.
    yield [row, await measure(store, suite, records)];
  }
}

/** Runs a suite: in each round, every contender runs all rows on a new store. The first round warms up the compiler. */
export async function runCacheSuite(suite: CacheSuite, { folder, records, rounds }: RunOptions): Promise<Figures> {
  const { contenders, name } = suite;
  return inTurns(contenders, { rounds, warmUp: 1 }, async function* (contender, round) {
    const store = await contender.open(join(folder, `${name}-${round}-${contender.name}`.replaceAll(/\W+/g, "-")));
    yield* measureCache(store, suite, records);
    await store.close();
  });
}

function nothing(): undefined {
  return undefined;
}

async function atOnce<T>(
  times: number,
  make: (i: number) => T,
  call: (i: number, made: T) => unknown,
): Promise<number> {
  const made = Array.from({ length: times }, (_, i) => make(i));
  const start = performance.now();
  const answers = made.map((each, i) => call(i, each));
  if (answers.some((answer) => answer instanceof Promise)) await Promise.all(answers);
  return ((performance.now() - start) * 1000) / times;
}

async function oneByOne<T>(
  times: number,
  make: (i: number) => T,
  call: (i: number, made: T) => unknown,
): Promise<number> {
  const made = Array.from({ length: times }, (_, i) => make(i));
  const start = performance.now();
  for (let i = 0; i < times; i++) {
    const answer = call(i, made[i] as T);
    if (answer instanceof Promise) await answer;
  }
  return ((performance.now() - start) * 1000) / times;
}
