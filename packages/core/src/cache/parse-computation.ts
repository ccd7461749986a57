import { given } from "../errors/given.ts";
import { checkModel } from "../models/check-model.ts";
import type { Model } from "../models/model.ts";
import { checkOptions } from "../options/check-options.ts";
import type { ComputeContext } from "../results/results-options.ts";
import type { Clock } from "../time/clock.ts";
import { checkKey, checkTags } from "./cache-key.ts";
import type { CacheComputeOptions } from "./cache-options.ts";
import { timesFor } from "./entry.ts";
import { CACHE_COMPUTE_OPTIONS } from "./option-names.ts";

/** Checked arguments of `getOrCompute`. */
export interface ParsedComputation {
  readonly model: Model | undefined;
  readonly compute: (context: ComputeContext) => unknown;
  readonly options: CacheComputeOptions;
  readonly tags: readonly string[];
}

/**
 * Checks the arguments of a computation, `(key, model, compute, options)` or `(key, compute, options)`, before anything is read.
 *
 * @throws as `AsyncCacheBackend.getOrCompute`.
 */
export function parseComputation(
  key: string,
  modelOrCompute: unknown,
  rest: readonly unknown[],
  clock: Clock,
): ParsedComputation {
  checkKey(key);
  const hasModel = typeof modelOrCompute !== "function" || typeof rest[0] === "function";
  const model = hasModel ? (modelOrCompute as Model) : undefined;
  const [compute, options = {}] = (hasModel ? rest : [modelOrCompute, ...rest]) as [
    ParsedComputation["compute"],
    CacheComputeOptions?,
  ];
  if (hasModel) checkModel(modelOrCompute as Model);
  if (typeof compute !== "function") {
    throw new TypeError(`compute must be a function, got ${given(compute)}.`);
  }
  checkOptions(options, CACHE_COMPUTE_OPTIONS, "getOrCompute");
  const tags = checkTags(options.tags);
  timesFor(clock, options.ttlSeconds);
  options.signal?.throwIfAborted();
  return { model, compute, options, tags };
}
