import { join } from "node:path";
import type { BenchStore, Suite } from "../contender.ts";
import type { Figures, MeasuredRows } from "./figures.ts";
import { inTurns } from "./in-turns.ts";
import { DELETE_ROW, ROWS, type Row, type Sizes } from "./rows.ts";
import { settleDisk } from "./work-folder.ts";

/** Options of running a suite. */
export interface RunOptions {
  readonly folder: string;
  readonly records: number;
  readonly rounds: number;
  /** Called after each step. */
  readonly onStep?: (done: number, total: number) => void;
}

/** A store that stays open until the row that deletes. */
interface Filled {
  readonly store: BenchStore;
  readonly sizes: Sizes;
}

/** The first round, which is short, warms up the compiler. */
const WARM_UP = 1;

/** Runs a suite: in each round, every contender runs all rows on a new store. All deletes are measured after them. */
export async function runSuite(suite: Suite, { folder, records, rounds, onStep }: RunOptions): Promise<Figures> {
  const { contenders, name } = suite;
  const filled = contenders.map((): Filled[] => []);
  const total = contenders.length * (rounds + WARM_UP);
  let done = 0;
  const times = { rounds, warmUp: WARM_UP };
  const others = await inTurns(contenders, times, async function* (contender, round) {
    onStep?.(++done, total);
    const limits = contender.role === "peer" ? suite.peers : undefined;
    if (limits && round > limits.rounds) return;
    const most = Math.min(records, limits?.records ?? records);
    const sizes = sizesOf(round, { records: most, sequentialSets: suite.sequentialSets });
    const store = await contender.open(join(folder, `${name}-${round}-${contender.name}`.replaceAll(/\W+/g, "-")));
    filled[contenders.indexOf(contender)]?.push({ store, sizes });
    yield* measureRows(ROWS, store, sizes);
  });
  const deletes = await inTurns(contenders, times, async function* (contender, round) {
    const { store, sizes } = filled[contenders.indexOf(contender)]?.[round] ?? {};
    if (!store || !sizes) return;
    yield* measureRows([DELETE_ROW], store, sizes);
    await store.close();
  });
  return new Map([...others, ...deletes]);
}

/** Measures rows of one store; rows that the store does not support are left out. */
export async function* measureRows(rows: readonly Row[], store: BenchStore, sizes: Sizes): MeasuredRows {
  for (const row of rows) {
    settleDisk();
    globalThis.gc?.({ type: "minor" }); // No row pays for the garbage of the previous one.
    const figure = await row.measure(store, sizes);
    if (figure !== undefined) yield [row.name, figure];
  }
}

/** Returns the amount of work of a round; the first one, which warms up the compiler, is short. */
export function sizesOf(round: number, { records, sequentialSets }: Sizes): Sizes {
  const count = round === 0 ? Math.ceil(records / 5) : records;
  return { records: count, sequentialSets: Math.min(sequentialSets, count) };
}
