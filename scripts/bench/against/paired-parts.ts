import { join } from "node:path";
import type { Durability } from "@results-manager/core";
import type { CacheContender, CacheSuite } from "../cache/cache-contender.ts";
import { measureCache } from "../cache/run-cache-suite.ts";
import type { BenchStore, Contender } from "../contender.ts";
import { type FileModules, ours as ourFiles } from "../files/ours.ts";
import { DELETE_ROW, ROWS } from "../measure/rows.ts";
import { measureRows, sizesOf } from "../measure/run-suite.ts";
import { benchRecord } from "../records.ts";
import type { Checkout } from "./checkout.ts";
import type { PairedPart } from "./paired-part.ts";
import { runDigests } from "./run-digests.ts";
import { runMemoizers } from "./run-memoizers.ts";
import { runSync } from "./run-sync.ts";

type Ours = { readonly ours: (durability: Durability) => Contender };
type OpenOurs = (checkout: Checkout, durability: Durability) => Promise<Contender>;
type OurCaches = typeof import("../cache/ours.ts");

const MOST_FILES = 4_000;

const text = (i: number): string => `<article id="${i}">${"lorem ipsum ".repeat(20)}</article>`;

/** The parts of the bench that compare checkouts, by name. */
export const PAIRED_PARTS: Readonly<Record<string, PairedPart>> = {
  "files-process": stores("files", "process", 2_000, openFiles),
  "files-full": stores("files", "full", 500, openFiles),
  "sqlite-process": stores("sqlite", "process", 2_000, openSqlite),
  "sqlite-full": stores("sqlite", "full", 500, openSqlite),
  "cache-memory": caches("memory", ({ memory }) => memory, text, 10_000),
  "cache-memory-bounded": caches("bounded", ({ boundedMemory }) => boundedMemory(100_000), text, 10_000),
  "cache-memory-records": caches("records", ({ memory }) => memory, benchRecord, 10_000),
  "cache-sqlite": caches("sqlite", ({ sqlite }) => sqlite("process"), benchRecord, 2_000),
  "cache-sqlite-full": caches("sqlite-full", ({ sqlite }) => sqlite("full"), benchRecord, 200),
  memoize: runMemoizers,
  digest: runDigests,
  sync: runSync,
};

/** Deletes are measured after all rounds, because creating files is slow for minutes after files were deleted. */
function stores(medium: string, durability: Durability, sequentialSets: number, open: OpenOurs): PairedPart {
  return async (checkout, { folder, records }) => {
    const contender = await open(checkout, durability);
    const filled: BenchStore[] = [];
    // Files take their time, and many pairs of processes tell more than many files.
    const limits = { records: medium === "files" ? Math.min(records, MOST_FILES) : records, sequentialSets };
    return [
      async function* (round) {
        const store = await contender.open(join(folder, `${medium}-${durability}-${round}-${checkout.name}`));
        filled[round] = store;
        yield* measureRows(ROWS, store, sizesOf(round, limits));
      },
      async function* (round) {
        const store = filled[round] as BenchStore;
        yield* measureRows([DELETE_ROW], store, sizesOf(round, limits));
        await store.close();
      },
    ];
  };
}

/** Uses the calls of this checkout on both packages, so that rows that the other bench does not have are compared, too. */
async function openFiles(checkout: Checkout, durability: Durability): Promise<Contender> {
  const { FileBackend } = await checkout.package<Pick<FileModules, "FileBackend">>("backend-fs");
  const { BenchModel } = await checkout.bench<Pick<FileModules, "BenchModel">>("records.ts");
  return ourFiles(durability, { FileBackend, BenchModel });
}

async function openSqlite(checkout: Checkout, durability: Durability): Promise<Contender> {
  const { ours } = await checkout.bench<Ours>("sqlite/ours.ts");
  return ours(durability);
}

function caches(
  name: string,
  choose: (ours: OurCaches) => CacheContender,
  makeValue: (i: number) => unknown,
  sequential: number,
): PairedPart {
  return async (checkout, { folder, records }) => {
    const contender = choose(await checkout.bench<OurCaches>("cache/ours.ts"));
    const suite: CacheSuite = { name: `cache-${name}`, contenders: [contender], makeValue, sequential, targets: {} };
    return [
      async function* (round) {
        const store = await contender.open(join(folder, `${suite.name}-${round}-${checkout.name}`));
        yield* measureCache(store, suite, records);
        await store.close();
      },
    ];
  };
}
