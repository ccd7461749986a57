import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { SqliteBackend } from "@results-manager/backend-sqlite";
import type { AsyncResultsBackend } from "@results-manager/core";
import type Database from "better-sqlite3";
import { buildPackages } from "../../build/build-packages.ts";
import { publicPackages } from "../../packaging/public-package.ts";
import { align } from "../measure/format-table.ts";
import { median } from "../measure/median.ts";
import { makeWorkFolder } from "../measure/work-folder.ts";
import { benchBlocks } from "./blocks.ts";
import { benchList } from "./compute-list.ts";
import { benchEntries } from "./entries.ts";
import { benchFiles } from "./files.ts";
import { replayOf } from "./replay.ts";
import { CHILDREN, fillStore, openRaw, type RunModel, runId, runModel, runOf } from "./store.ts";
import { benchUnindexedWrites } from "./unindexed-writes.ts";

const USAGE = `Usage: pnpm bench:find [options]

Compares queries of a large SQLite store with better-sqlite3, whose rows are parsed, too: with SQL that is written by hand, and with the same
statements as those of the store. The CPU time of each, in turn; medians.
Then writes of a model without index beside an indexed one, queries of files with a loop that reads them, and a list that several processes share with the time of its items alone.

  --records N   records of 0.4 KB (1000000)
  --files N     records in files (100000)
  --rounds N    rounds (7)
  --folder DIR  where the database is made, or was made by an earlier run; by default, a new folder for temporary files
`;

const { values } = parseArgs({
  options: {
    records: { type: "string", default: "1000000" },
    files: { type: "string", default: "100000" },
    rounds: { type: "string", default: "7" },
    folder: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(USAGE.trimEnd());
else await main(Number(values.records), Number(values.rounds));

/** A query of ours. */
interface Row {
  readonly name: string;
  readonly times: number;
  /** Greatest ratio of the times. */
  readonly limit: number;
  /** Its statements can be run again. */
  readonly isQuery: boolean;
  readonly ours: () => Promise<unknown>;
  /** Runs SQL that is written by hand for the same. */
  readonly raw: () => unknown;
}

async function main(count: number, rounds: number): Promise<void> {
  using temporary = values.folder === undefined ? makeWorkFolder() : undefined;
  const folder = temporary?.path ?? (values.folder as string);
  mkdirSync(folder, { recursive: true });
  const path = await fillStore(folder, count);
  const raw = openRaw(path);
  const { Run, registry } = runModel(true);
  const results = new SqliteBackend(path, { registry, durability: "process" });
  const made = await timed(() => results.explain(Run));
  console.log(`${count} records; index made, or found, in ${made.toFixed(0)} ms`);
  const table = [["µs of CPU", "ours", "by hand", "ratio", "same SQL", "ratio", "at most"]];
  for (const row of rowsOf(results, Run, raw)) {
    const same = row.isQuery ? await replayOf(row.ours, raw) : undefined;
    const [ours, ...others] = await inTurns([row.ours, row.raw, ...(same ? [same] : [])], rounds, row.times);
    const shown = others.flatMap((figures) => [median(figures).toFixed(0), median(ratios(ours, figures)).toFixed(2)]);
    table.push([row.name, median(ours ?? []).toFixed(0), ...shown, ...(same ? [] : ["", ""]), `${row.limit}`]);
  }
  console.log(align(table));
  await writers(results, Run, count);
  await results.close();
  raw.close();
  await buildPackages(publicPackages());
  console.log(benchBlocks(path));
  console.log(benchEntries(path, count));
  using others = makeWorkFolder();
  console.log(await benchUnindexedWrites(others.path, rounds));
  console.log(await benchList(others.path));
  console.log(await benchFiles(others.path, Number(values.files), rounds));
}

function rowsOf(results: AsyncResultsBackend, Run: RunModel, raw: Database.Database): readonly Row[] {
  const all = async (options: object): Promise<number> => {
    let found = 0;
    for await (const { value } of results.find(Run, options)) found += value.model === "" ? 0 : 1;
    return found;
  };
  const score = "data ->> '$.score'";
  // Results come with their namespace, version and times.
  const from =
    "select id, data, namespace, version, created_at, updated_at, expires_at from results where model_type = 'Run'";
  const parsed = (sql: string) => {
    const statement = raw.prepare(sql);
    return () => (statement.all() as { readonly data: string }[]).map(({ data }) => JSON.parse(data));
  };
  const seek = raw.prepare("select id from results where id > ? order by id limit 1").pluck();
  return [
    {
      name: "top-50 by the index",
      times: 1000,
      limit: 3,
      isQuery: true,
      ours: () => all({ orderBy: ["-accuracy"], limit: 50 }),
      raw: parsed(`${from} order by data ->> '$.accuracy' desc limit 50`),
    },
    {
      name: "first 50 of an unindexed filter",
      times: 300,
      limit: 1.5,
      isQuery: true,
      ours: () => all({ where: { score: { gt: 0.9 } }, limit: 50 }),
      raw: parsed(`${from} and ${score} > 0.9 order by id limit 50`),
    },
    {
      name: "first 50 of a rare filter",
      times: 5,
      limit: 1.5,
      isQuery: true,
      ours: () => all({ where: { score: { gt: 0.999 } }, limit: 50 }),
      raw: parsed(`${from} and ${score} > 0.999 order by id limit 50`),
    },
    {
      name: "scan that finds nothing",
      times: 1,
      limit: 1.5,
      isQuery: true,
      ours: () => all({ where: { score: { gt: 2 } } }),
      raw: parsed(`${from} and ${score} > 2 order by id`),
    },
    {
      name: "count of a filter",
      times: 1,
      limit: 1.5,
      isQuery: true,
      ours: () => results.count(Run, { where: { score: { gt: 0.9999 } } }),
      raw: parsed(`select count(*) as data from results not indexed where model_type = 'Run' and ${score} > 0.9999`),
    },
    {
      name: "scan of which a hundredth is found",
      times: 1,
      limit: 1.5,
      isQuery: true,
      ours: () => all({ where: { score: { gt: 0.99 } } }),
      raw: parsed(`${from} and ${score} > 0.99 order by id`),
    },
    {
      name: `children, ${CHILDREN}, not counted`,
      times: 3,
      limit: 3,
      isQuery: false,
      ours: async () => {
        let children = 0;
        for await (const _ of results.children(undefined, { counts: false })) children++;
        return children;
      },
      raw: () => {
        let children = 0;
        for (let id = seek.get("") as string | undefined; id; children++)
          id = seek.get(`${id.split("/")[0]}0`) as string;
        return children;
      },
    },
  ];
}

/** Measures works in turn, and returns the figures of each; the first round warms up. */
async function inTurns(works: readonly (() => unknown)[], rounds: number, times: number): Promise<number[][]> {
  const figures = works.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, work] of works.entries()) {
      const figure = await cpuOf(work, times);
      if (round > 0) figures[i]?.push(figure);
    }
  }
  return figures;
}

function ratios(figures: readonly number[] = [], others: readonly number[] = []): number[] {
  return figures.map((figure, round) => figure / (others[round] as number));
}

async function cpuOf(work: () => unknown, times: number): Promise<number> {
  const start = process.cpuUsage();
  for (let i = 0; i < times; i++) await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / times;
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Measures writes alone, and while queries go through all records. */
async function writers(results: AsyncResultsBackend, Run: RunModel, count: number): Promise<void> {
  const p99 = async (): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 1000; i++) {
      const id = runId(Math.floor(Math.random() * count), count);
      times.push(await timed(() => results.set(id, runOf(i), { model: Run, behavior: "overwrite" })));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return times.sort((a, b) => a - b)[989] as number;
  };
  const alone = await p99();
  const controller = new AbortController();
  const { signal } = controller;
  const query = (async () => {
    while (!signal.aborted) await results.count(Run, { where: { score: { gt: 2 } }, signal }).catch(() => {});
  })();
  const busy = await p99();
  controller.abort();
  await query;
  console.log(
    `p99 of a set: ${alone.toFixed(2)} ms alone, ${busy.toFixed(2)} ms beside a scan: ${(busy / alone).toFixed(2)}, at most 2`,
  );
}
