import type { ComputeContext, ComputeOptions, Model, UpdateOptions } from "@results-manager/core";
import {
  COMPUTE_OPTIONS,
  checkOptions,
  computedContent,
  computedTarget,
  ownResult,
  RecordFailures,
  readResult,
  UPDATE_OPTIONS,
  upgradeResult,
} from "@results-manager/core/internal";
import type { FoundRecord, RecordContent } from "@results-manager/core/storage";
import { expectSync, runSync } from "./expect-sync.ts";
import type { WorkerStore } from "./worker-store.ts";

// The parts of these calls that need a model or a function of the user; the worker does the rest.

/** Reads, changes and writes a result atomically. */
export function updateResult(
  store: WorkerStore,
  key: string,
  model: Model,
  change: (current: unknown) => unknown,
  options: UpdateOptions,
): unknown {
  checkOptions(options, UPDATE_OPTIONS, "update");
  const target = computedTarget(store, key, model, change, options);
  options.signal?.throwIfAborted();
  let content: RecordContent | undefined;
  store.update(key, (found: FoundRecord) => {
    options.signal?.throwIfAborted();
    const current = found && expectSync(readResult(store, key, found, model), model);
    const changed = runSync("The function that changes the result", () => change(current));
    content = expectSync(computedContent(target, changed), model);
    return content;
  });
  const { namespace } = content as unknown as RecordContent;
  store.written.note({ model, namespace });
  return expectSync(ownResult(store, key, content as RecordContent, model), model);
}

/** Returns a stored result, or computes and stores it. */
export function getOrComputeResult(
  store: WorkerStore,
  key: string,
  model: Model,
  compute: (context: ComputeContext) => unknown,
  options: ComputeOptions,
): unknown {
  checkOptions(options, COMPUTE_OPTIONS, "getOrCompute");
  const target = computedTarget(store, key, model, compute, options);
  const { signal = new AbortController().signal } = options;
  signal.throwIfAborted();
  const content = store.getOrCompute(key, () => {
    signal.throwIfAborted();
    const computed = runSync("The function that computes the result", () => compute({ signal }));
    return expectSync(computedContent(target, computed), model);
  });
  const { modelName, namespace } = content;
  if (modelName === model.name) store.written.note({ model, namespace });
  return expectSync(ownResult(store, key, content, model), model);
}

/** Rewrites the results of a prefix that an older version of their model wrote; returns their number. */
export function migrateResults(store: WorkerStore, prefix: string | undefined): number {
  const failures = new RecordFailures();
  const migrated = store.migrate(prefix, {
    upgrade: (key, found) => {
      const upgraded = upgradeResult(store, key, found);
      if (!upgraded) return undefined;
      const { modelName, namespace } = found;
      const model = store.registry.findModel(modelName, namespace);
      const content = expectSync(upgraded, model);
      if (content && model) store.written.note({ model, namespace });
      return content;
    },
    noteFailure: (error) => failures.note(error),
  });
  failures.end();
  return migrated;
}
