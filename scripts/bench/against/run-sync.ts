import { join } from "node:path";
import type { ResultsManager } from "@results-manager/sync";
import { timedSequence } from "../measure/timed.ts";
import { type BenchRecord, benchId, benchRecord } from "../records.ts";
import type { PairedPart } from "./paired-part.ts";

const MOST_CALLS = 1_000;

type Sync = typeof import("@results-manager/sync");

/** Measures blocking calls: single ones and batches of a thousand. */
export const runSync: PairedPart = async (checkout, { folder, records: count }) => {
  const times = Math.min(count, MOST_CALLS);
  const sync = await checkout.package<Sync>("sync");
  const { BenchModel } = await checkout.bench<typeof import("../records.ts")>("records.ts");
  const records = Array.from({ length: times }, (_, i) => benchRecord(i));
  const place = join(folder, `sync-${checkout.name}`);
  const stores: readonly (readonly [medium: string, results: ResultsManager])[] = [
    ["memory", new sync.ResultsManager("memory:")],
    ["files", new sync.ResultsManager(place, { durability: "process" })],
    ["SQLite", new sync.ResultsManager(`sqlite:${place}.db`, { durability: "process" })],
  ];
  const options = { model: BenchModel, behavior: "overwrite" } as const;
  return [
    async function* (round) {
      for (const [medium, results] of stores) {
        const idOf = (i: number): string => `${round}/${benchId(i)}`;
        const recordOf = (i: number): BenchRecord => records[i % times] as BenchRecord;
        const each = (call: (i: number) => unknown): Promise<number> => timedSequence(times, call);
        const batch = async (call: () => unknown): Promise<number> => (await timedSequence(1, call)) / times;
        yield [`${medium}, set`, await each((i) => results.set(idOf(i), recordOf(i), options))];
        yield [`${medium}, get`, await each((i) => results.get(idOf(i), BenchModel))];
        yield [`${medium}, update`, await each((i) => results.update(idOf(i), BenchModel, () => recordOf(i + 1)))];
        yield [
          `${medium}, getOrCompute miss`,
          await each((i) => results.getOrCompute(`${idOf(i)}/computed`, BenchModel, () => recordOf(i))),
        ];
        const entries = records.map((record, i) => [`${idOf(i)}/batch`, record] as const);
        yield [`${medium}, setMany`, await batch(() => results.setMany(entries, options))];
        const ids = entries.map(([id]) => id);
        yield [`${medium}, getMany`, await batch(() => results.getMany(ids, BenchModel))];
      }
    },
  ];
};
