import { join } from "node:path";
import type { ResultsManager } from "@results-manager/sync";
import { timedSequence } from "../measure/timed.ts";
import { type BenchRecord, benchId, benchRecord } from "../records.ts";
import { inTurns } from "./in-turns.ts";
import type { PairedPart } from "./paired-parts.ts";

const MOST_CALLS = 1_000;

interface Modules {
  readonly sync: typeof import("@results-manager/sync");
  readonly records: typeof import("../records.ts");
}

/** Measures blocking calls: single ones and batches of a thousand. */
export const runSync: PairedPart = async (checkouts, { folder, records: count, rounds }) => {
  const times = Math.min(count, MOST_CALLS);
  const modules = await Promise.all(
    checkouts.map(
      async (checkout): Promise<Modules> => ({
        sync: await checkout.package<Modules["sync"]>("sync"),
        records: await checkout.bench<Modules["records"]>("records.ts"),
      }),
    ),
  );
  const records = Array.from({ length: times }, (_, i) => benchRecord(i));
  const open = ({ sync }: Modules, name: string): readonly (readonly [medium: string, results: ResultsManager])[] => [
    ["memory", new sync.ResultsManager("memory:")],
    ["files", new sync.ResultsManager(join(folder, `sync-${name}`), { durability: "process" })],
    ["SQLite", new sync.ResultsManager(`sqlite:${join(folder, `sync-${name}.db`)}`, { durability: "process" })],
  ];
  const names = checkouts.map(({ name }) => name);
  const opened = modules.map((each, i) => open(each, String(names[i])));
  const figures = await inTurns(names, rounds, async (contender, round) => {
    const { BenchModel } = (modules[contender] as Modules).records;
    const options = { model: BenchModel, behavior: "overwrite" } as const;
    const measured: Record<string, number> = {};
    for (const [medium, results] of opened[contender] ?? []) {
      const idOf = (i: number): string => `${round}/${benchId(i)}`;
      const each = (call: (i: number) => unknown): Promise<number> => timedSequence(times, call);
      const batch = async (call: () => unknown): Promise<number> => (await timedSequence(1, call)) / times;
      measured[`${medium}, set`] = await each((i) => results.set(idOf(i), records[i] as BenchRecord, options));
      measured[`${medium}, get`] = await each((i) => results.get(idOf(i), BenchModel));
      const entries = records.map((record, i) => [`${idOf(i)}/batch`, record] as const);
      measured[`${medium}, setMany`] = await batch(() => results.setMany(entries, options));
      const ids = entries.map(([id]) => id);
      measured[`${medium}, getMany`] = await batch(() => results.getMany(ids, BenchModel));
    }
    return measured;
  });
  for (const [, results] of opened.flat()) results.close();
  return figures;
};
