import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ResultsManager } from "@results-manager/sync";
import { type AsyncResultsManager, openResults } from "results-manager";
import { startWorkerThread } from "synckit";
import { median } from "../measure/median.ts";
import { timedSequence } from "../measure/timed.ts";
import { BenchModel, type BenchRecord, benchId, benchRecord } from "../records.ts";

const BATCH = 1_000;
const SLICE = 50;
/** Warm-up rounds, which do not count: both threads have to compile their code. */
const WARM_UP = 10;
const SINGLE_TARGET = 1.6;
const BATCH_TARGET = 2;
const OPTIONS = { model: BenchModel, behavior: "overwrite" } as const;
const NO_OP = fileURLToPath(new URL("./no-op.ts", import.meta.url));

/** Figures in microseconds per call, or per record of a batch. */
const ROWS = ["get", "set", "getMany", "setMany"] as const;
type Row = (typeof ROWS)[number];
type Figures = Record<Row, { readonly own: number[]; readonly blocking: number[] }>;

/**
 * Measures the cost of blocking: a single call relative to an empty round trip of synckit plus the same call of the backend in this
 * thread, and a batch of a thousand relative to the asynchronous batch. Interleaved, with medians.
 */
export async function benchSync(folder: string, records: number, rounds: number): Promise<string> {
  const times = Math.min(records, BATCH);
  const noOp = startWorkerThread<(value: unknown) => Promise<unknown>>(NO_OP);
  const lines: string[] = [];
  const media = [
    ["memory", () => "memory:", {}],
    ["files, process", (name: string) => join(folder, `${name}-files-process`), { durability: "process" }],
    ["files, full", (name: string) => join(folder, `${name}-files-full`), { durability: "full" }],
    ["SQLite, process", (name: string) => `sqlite:${join(folder, `${name}-process.db`)}`, { durability: "process" }],
    ["SQLite, full", (name: string) => `sqlite:${join(folder, `${name}-full.db`)}`, { durability: "full" }],
  ] as const;
  for (const [name, url, options] of media) {
    await using own = await openResults(url("own"), options);
    using blocking = new ResultsManager(url("sync"), options);
    const trips: number[] = [];
    const figures = Object.fromEntries(ROWS.map((row) => [row, { own: [], blocking: [] }])) as unknown as Figures;
    for (let round = -WARM_UP; round < rounds; round++) {
      const measured = await measure({ own, blocking, noOp }, round + WARM_UP, times);
      if (round < 0) continue; // Warms up the compiler.
      trips.push(measured.trip);
      for (const row of ROWS) {
        figures[row].own.push(measured[row].own);
        figures[row].blocking.push(measured[row].blocking);
      }
    }
    lines.push(...ROWS.map((row) => lineOf(name, row, median(trips), figures)));
  }
  return [
    `sync: ${times} records of 1 KB, medians of ${rounds} rounds, µs per call or per record of a batch`,
    ...lines,
  ].join("\n");
}

/** Contenders: a backend in this thread, one that blocks, and an empty round trip. */
interface Compared {
  readonly own: AsyncResultsManager;
  readonly blocking: ResultsManager;
  readonly noOp: (value: unknown) => unknown;
}

type Pair = { own: number; blocking: number };

/** Measures in turns of a few dozen calls, so that all contenders share the load of the machine. */
async function measure(
  { own, blocking, noOp }: Compared,
  round: number,
  times: number,
): Promise<Record<Row, Pair> & { trip: number }> {
  const made = Array.from({ length: times }, (_, i) => benchRecord(i));
  const id = (i: number): string => `${round}/${benchId(i)}`;
  const record = (i: number): BenchRecord => made[i] as BenchRecord;
  const entries = made.map((each, i) => [`many/${id(i)}`, each] as const);
  const ids = entries.map(([each]) => each);
  const perRecord = async (call: () => unknown): Promise<number> => (await timedSequence(1, call)) / times;
  const set: Pair = { own: 0, blocking: 0 };
  const get: Pair = { own: 0, blocking: 0 };
  let trip = 0;
  for (let from = 0; from < times; from += SLICE) {
    const count = Math.min(SLICE, times - from);
    const share = count / times;
    const slice = async (call: (i: number) => unknown): Promise<number> =>
      (await timedSequence(count, (i) => call(from + i))) * share;
    trip += await slice(() => noOp(undefined));
    set.own += await slice((i) => own.set(id(i), record(i), OPTIONS));
    set.blocking += await slice((i) => blocking.set(id(i), record(i), OPTIONS));
    get.own += await slice((i) => own.get(id(i), BenchModel));
    get.blocking += await slice((i) => blocking.get(id(i), BenchModel));
  }
  return {
    trip,
    set,
    get,
    setMany: {
      own: await perRecord(() => own.setMany(entries, OPTIONS)),
      blocking: await perRecord(() => blocking.setMany(entries, OPTIONS)),
    },
    getMany: {
      own: await perRecord(() => own.getMany(ids, BenchModel)),
      blocking: await perRecord(() => blocking.getMany(ids, BenchModel)),
    },
  };
}

function lineOf(medium: string, row: Row, trip: number, figures: Figures): string {
  const [own, blocking] = [median(figures[row].own), median(figures[row].blocking)];
  const isBatch = row.endsWith("Many");
  const base = isBatch ? own : trip + own;
  const against = isBatch ? own.toFixed(1) : `${trip.toFixed(1)} no-op + ${own.toFixed(1)}`;
  const [ratio, target] = [(blocking / base).toFixed(2), isBatch ? BATCH_TARGET : SINGLE_TARGET];
  return `${medium.padEnd(15)} ${row.padEnd(7)} ${blocking.toFixed(1)}, against ${against}: ${ratio}, target ${target}`;
}
