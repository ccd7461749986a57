import { join } from "node:path";
import type { BenchStore, Contender, Suite } from "../contender.ts";
import { DELETE_ROW, ROWS, type Row, type Sizes } from "./rows.ts";
import { settleDisk } from "./work-folder.ts";

/** Microseconds per operation by row, by contender, and by round. */
export type Figures = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** A row that was measured once: microseconds per operation. */
export type MeasuredRow = readonly [row: string, figure: number];

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
  readonly contender: Contender;
  readonly store: BenchStore;
  readonly sizes: Sizes;
  readonly isWarmUp: boolean;
}

/**
 * Runs a suite interleaved: in each round, every contender runs all rows on a new store, with another contender first. A round with few
 * records before them warms up the compiler and does not count.
 */
export async function runSuite(suite: Suite, { folder, records, rounds, onStep }: RunOptions): Promise<Figures> {
  const figures = new Map<string, Map<string, number[]>>();
  const filled: Filled[] = [];
  const { contenders, name } = suite;
  const total = contenders.length * (rounds + 1);
  let done = 0;
  for (let round = 0; round <= rounds; round++) {
    const isWarmUp = round === 0;
    for (let i = 0; i < contenders.length; i++) {
      const contender = contenders[(i + round) % contenders.length] as Contender;
      onStep?.(++done, total);
      const limits = contender.role === "peer" ? suite.peers : undefined;
      if (limits && round > limits.rounds) continue;
      const most = Math.min(records, limits?.records ?? records);
      const sizes = sizesOf(round, { records: most, sequentialSets: suite.sequentialSets });
      const store = await contender.open(join(folder, `${name}-${round}-${contender.name}`.replaceAll(/\W+/g, "-")));
      settleDisk();
      const each = { contender, store, sizes, isWarmUp };
      await take(figures, ROWS, each);
      filled.push(each);
    }
  }
  for (const each of filled) {
    settleDisk();
    await take(figures, [DELETE_ROW], each);
    await each.store.close();
  }
  return figures;
}

/** Measures rows of one store; rows that the store does not support are left out. */
export async function* measureRows(
  rows: readonly Row[],
  store: BenchStore,
  sizes: Sizes,
): AsyncGenerator<MeasuredRow, void, undefined> {
  for (const row of rows) {
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

/** Adds a figure of a contender. */
export function noteFigure(
  figures: Map<string, Map<string, number[]>>,
  contender: string,
  [row, figure]: MeasuredRow,
): void {
  const ofRow = figures.get(row) ?? new Map<string, number[]>();
  figures.set(row, ofRow);
  ofRow.set(contender, [...(ofRow.get(contender) ?? []), figure]);
}

async function take(
  figures: Map<string, Map<string, number[]>>,
  rows: readonly Row[],
  { contender, store, sizes, isWarmUp }: Filled,
): Promise<void> {
  for await (const measured of measureRows(rows, store, sizes)) {
    if (!isWarmUp) noteFigure(figures, contender.name, measured);
  }
}
