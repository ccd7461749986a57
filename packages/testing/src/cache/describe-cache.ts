import { describe } from "vitest";
import { Suite } from "../suite.ts";
import type { CacheUnderTest } from "./cache-under-test.ts";
import { asyncContextCases } from "./cases/async-context.ts";
import { batchCases } from "./cases/batches.ts";
import { boundCases } from "./cases/bounds.ts";
import { callerStackCases } from "./cases/caller-stack.ts";
import { closeMidwayCases } from "./cases/close-midway.ts";
import { computeCases } from "./cases/compute.ts";
import { copyCases } from "./cases/copies.ts";
import { entryCases } from "./cases/entries.ts";
import { expiryCases } from "./cases/expiry.ts";
import { fakedTimeCases } from "./cases/faked-time.ts";
import { incrCases } from "./cases/incr.ts";
import { keyCases } from "./cases/keys.ts";
import { misfitCases } from "./cases/misfits.ts";
import { ownWorkCases } from "./cases/own-work.ts";
import { tagCases } from "./cases/tags.ts";
import { unknownCacheOptionCases } from "./cases/unknown-options.ts";
import { upkeepCases } from "./cases/upkeep.ts";
import { valueCases } from "./cases/values.ts";
import { type CacheSuite, type OpenedCache, withCache } from "./opened-cache.ts";

const GROUPS: readonly (readonly [title: string, register: (suite: CacheSuite) => void])[] = [
  ["values", valueCases],
  ["keys", keyCases],
  ["multiGetValues, multiSetValues, deleteMany", batchCases],
  ["ranges, entries", entryCases],
  ["ttl, touch, prune", expiryCases],
  ["unknown options", unknownCacheOptionCases],
  ["incr", incrCases],
  ["tags", tagCases],
  ["getOrCompute", computeCases],
  ["entries that do not fit their model", misfitCases],
  ["computations that request their own value", ownWorkCases],
  ["clear, stats, close, opening again", upkeepCases],
  ["copies", copyCases],
  ["bounds", boundCases],
  ["stacks of errors", callerStackCases],
  ["close midway", closeMidwayCases],
  ["faked time", fakedTimeCases],
  ["async context", asyncContextCases],
];

/**
 * Tests with vitest that a cache keeps every guarantee of `AsyncCacheBackend`.
 *
 * Abilities that are lacking are declared in `lacks`, each with the reason; the cases that need one are reported as skipped.
 *
 * @example
 * ```ts
 * describeCache({
 *   name: "MemoryCache",
 *   open: async (context) => {
 *     const cache = new MemoryCache(context);
 *     return { cache, dispose: () => cache.close() };
 *   },
 *   lacks: { persistence: "memory ends with the process", sharing: "…", corruption: "…" },
 * });
 * ```
 */
export function describeCache(subject: CacheUnderTest): void {
  describe(subject.name, () => {
    const suite = new Suite<OpenedCache>(subject.lacks, (body) => withCache(subject, body));
    for (const [title, register] of GROUPS) describe(title, () => register(suite));
  });
}
