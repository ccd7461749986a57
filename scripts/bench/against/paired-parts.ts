import type { Durability } from "@results-manager/backend-fs";
import type { CacheContender, CacheSuite } from "../cache/cache-contender.ts";
import { runCacheSuite } from "../cache/run-cache-suite.ts";
import type { Contender, Suite } from "../contender.ts";
import { type Figures, type RunOptions, runSuite } from "../measure/run-suite.ts";
import { benchRecord } from "../records.ts";
import type { Checkout } from "./checkout.ts";
import { runDigests } from "./run-digests.ts";
import { runMemoizers } from "./run-memoizers.ts";
import { runSync } from "./run-sync.ts";

/** Measures both checkouts in turn, by rows; in each row, the figures of a round have the same index. */
export type PairedPart = (checkouts: readonly Checkout[], options: RunOptions) => Promise<Figures>;

type Ours = { readonly ours: (durability: Durability) => Contender };
type OurCaches = typeof import("../cache/ours.ts");

const text = (i: number): string => `<article id="${i}">${"lorem ipsum ".repeat(20)}</article>`;

/** The parts of the bench that compare checkouts, by name. */
export const PAIRED_PARTS: Readonly<Record<string, PairedPart>> = {
  "files-process": stores("files", "process", 2_000),
  "files-full": stores("files", "full", 500),
  "sqlite-process": stores("sqlite", "process", 2_000),
  "sqlite-full": stores("sqlite", "full", 500),
  "cache-memory": caches("memory", ({ memory }) => memory, text, 10_000),
  "cache-memory-bounded": caches("bounded", ({ boundedMemory }) => boundedMemory(100_000), text, 10_000),
  "cache-memory-records": caches("records", ({ memory }) => memory, benchRecord, 10_000),
  "cache-sqlite": caches("sqlite", ({ sqlite }) => sqlite("process"), benchRecord, 2_000),
  "cache-sqlite-full": caches("sqlite-full", ({ sqlite }) => sqlite("full"), benchRecord, 200),
  memoize: runMemoizers,
  digest: runDigests,
  sync: runSync,
};

function stores(medium: "files" | "sqlite", durability: Durability, sequentialSets: number): PairedPart {
  return async (checkouts, options) => {
    const contenders = await Promise.all(
      checkouts.map(async (checkout): Promise<Contender> => {
        const { ours } = await checkout.bench<Ours>(`${medium}/ours.ts`);
        return { ...ours(durability), name: checkout.name };
      }),
    );
    const suite: Suite = { name: `${medium}-${durability}`, contenders, sequentialSets, targets: {} };
    return runSuite(suite, options);
  };
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
