import type { ResultId } from "../../ids/result-id.ts";
import { checkOptions } from "../../options/check-options.ts";
import type { AsyncResultsBackend } from "../async-results-backend.ts";
import { WATCH_OPTIONS } from "../option-names.ts";
import type { ResultChange, WatchOptions } from "./watch-options.ts";

/** Backend of a manager, and a signal that is aborted when it is replaced. */
interface CurrentBackend {
  readonly backend: AsyncResultsBackend;
  readonly replaced: AbortSignal;
}

/** Watches the backend of a manager, and goes on with the next one where it is replaced. `onReady` is called for each. */
export async function* watchCurrent(
  current: () => CurrentBackend,
  prefix: ResultId | undefined,
  options: WatchOptions = {},
): AsyncGenerator<ResultChange, void, undefined> {
  checkOptions(options, WATCH_OPTIONS, "watch");
  const { signal, onReady } = options;
  for (;;) {
    const { backend, replaced } = current();
    const ending = signal ? AbortSignal.any([signal, replaced]) : replaced;
    yield* backend.watch(prefix, { signal: ending, onReady });
    if (!replaced.aborted || signal?.aborted) return;
  }
}
