import { rmSync } from "node:fs";
import { join } from "node:path";
import { type CacheContext, describeCache, type Lacks, makeFolder, type OpenCache } from "@results-manager/testing";
import { CacheManager } from "../src/index.ts";
import { asyncCache } from "./support/async-cache.ts";

const BLOCKS = "the thread that calls waits, and does nothing else meanwhile";
const lacks: Lacks = {
  asynchrony: BLOCKS,
  responsiveness: BLOCKS,
  corruption: "the suites of the media damage records",
};
const properties = { runs: 20 };

/** Opens caches on one store, behind the face that the suite asks, and closes them together. */
function storeOf(open: () => CacheManager, folder?: string): Required<Omit<OpenCache, "corrupt">> {
  const opened: CacheManager[] = [];
  const face = (cache: CacheManager): OpenCache["cache"] => {
    opened.push(cache);
    return asyncCache(cache);
  };
  return {
    cache: face(open()),
    reopen: async () => face(open()),
    dispose: async () => {
      for (const cache of opened) cache.close();
      if (folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `pnpm test:all` runs every store; blocking is the same on each. */
const describeSeldom = process.env.TEST_ALL ? describeCache : () => {};

describeSeldom({
  name: "CacheManager over memory",
  properties,
  lacks: {
    ...lacks,
    persistence: "memory goes with the cache",
    sharing: "each cache has a memory of its own",
  },
  open: async (context: CacheContext) => storeOf(() => new CacheManager("memory:", context)),
});

describeCache({
  name: "CacheManager over files",
  properties,
  lacks,
  open: async (context: CacheContext) => {
    const baseDir = makeFolder();
    return storeOf(() => new CacheManager({ ...context, baseDir, durability: "process" }), baseDir);
  },
});

describeSeldom({
  name: "CacheManager over SQLite",
  properties,
  lacks,
  open: async (context: CacheContext) => {
    const folder = makeFolder();
    const url = `sqlite:${join(folder, "cache.db")}`;
    return storeOf(() => new CacheManager(url, { ...context, durability: "process" }), folder);
  },
});
