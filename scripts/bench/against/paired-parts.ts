import type { Durability } from "@results-manager/core";
import type { CacheContender, CacheSuite } from "../cache/cache-contender.ts";
import { runCacheSuite } from "../cache/run-cache-suite.ts";
import type { Contender, Suite } from "../contender.ts";
import { type FileModules, ours as ourFiles } from "../files/ours.ts";
import { type Figures, type RunOptions, runSuite } from "../measure/run-suite.ts";
import { benchRecord } from "../records.ts";
import type { Checkout } from "./checkout.ts";
import { runDigests } from "./run-digests.ts";
import { runMemoizers } from "./run-memoizers.ts";
import { runSync } from "./run-sync.ts";

/** Measures both checkouts in turn, by rows; in each row, the figures of a round have the same index. */
export type PairedPart = (checkouts: readonly Checkout[], options: RunOptions) => Promise<Figures>;

type Ours = { readonly ours: (durability: Durability) => Contender };
type OpenOurs = (checkout: Checkout, durability: Durability) => Promise<Contender>;
type OurCaches = typeof import("../cache/ours.ts");

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

function stores(medium: string, durability: Durability, sequentialSets: number, open: OpenOurs): PairedPart {
  return async (checkouts, options) => {
    const contenders = await Promise.all(
      checkouts.map(async (checkout) => ({ ...(await open(checkout, durability)), name: checkout.name })),
    );
    const suite: Suite = { name: `${medium}-${durability}`, contenders, sequentialSets, targets: {} };
    return runSuite(suite, options);
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
  return async (checkouts, options) => {
    const contenders = await Promise.all(
      checkouts.map(async (checkout): Promise<CacheContender> => {
        return { ...choose(await checkout.bench<OurCaches>("cache/ours.ts")), name: checkout.name };
      }),
    );
    const suite: CacheSuite = { name: `cache-${name}`, contenders, makeValue, sequential, targets: {} };
    return runCacheSuite(suite, options);
  };
}
