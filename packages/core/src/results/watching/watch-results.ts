import { matchesPrefix } from "../../ids/matches-prefix.ts";
import type { ResultId } from "../../ids/result-id.ts";
import { checkOptions } from "../../options/check-options.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import type { StorageBase } from "../../storage/storage-base.ts";
import { WATCH_OPTIONS } from "../option-names.ts";
import { parsePrefix } from "../parse-range.ts";
import { ChangedKeys } from "./changed-keys.ts";
import type { ResultChange, WatchOptions } from "./watch-options.ts";

const SPACE = "results";
/** Number of results that are looked at together. */
const PAGE = 256;

/** Implements `AsyncResultsBackend.watch`. The medium reports into memory, so that a slow reader neither delays the medium nor closing. */
export async function* watchResults(
  access: StorageAccess,
  prefix: ResultId | undefined,
  options: WatchOptions = {},
): AsyncGenerator<ResultChange, void, undefined> {
  checkOptions(options, WATCH_OPTIONS, "watch");
  const parsed = parsePrefix(prefix);
  access.assertAccepting();
  const { signal, onReady } = options;
  const left = new AbortController();
  const ending = AbortSignal.any([left.signal, access.closing, ...(signal ? [signal] : [])]);
  const changed = new ChangedKeys();
  const watching = access.track(() => reportChanges(access, parsed, ending, changed));
  try {
    if ((await changed.ready) && !ending.aborted) onReady?.();
    for (;;) {
      const keys = await changed.take(PAGE);
      if (!keys || ending.aborted) return;
      const areThere = await access.track(() => presenceOf(access.storage, keys));
      for (const [i, id] of keys.entries()) {
        if (ending.aborted) return;
        yield { id, kind: areThere[i] ? "set" : "delete" };
        if (shouldYield()) await yieldToEventLoop(); // The reader may be a loop of promises alone.
      }
    }
  } finally {
    left.abort();
    await watching;
  }
}

/** Tells which results are there. One that cannot be looked at is: reading it reports why. */
async function presenceOf(storage: StorageBase, keys: readonly string[]): Promise<readonly boolean[]> {
  try {
    return await storage.has(SPACE, keys);
  } catch {
    return Promise.all(
      keys.map((key) =>
        storage.has(SPACE, [key]).then(
          ([isThere = true]) => isThere,
          () => true,
        ),
      ),
    );
  }
}

/** Lets the medium report until the watch ends. Never rejects. */
async function reportChanges(
  { storage }: StorageAccess,
  prefix: string | undefined,
  signal: AbortSignal,
  changed: ChangedKeys,
): Promise<void> {
  const report = (keys: readonly string[]): void => changed.report(keys.filter((key) => matchesPrefix(key, prefix)));
  try {
    if (!signal.aborted) await storage.watchKeys(SPACE, { prefix, signal, report });
    changed.end();
  } catch (error) {
    changed.end(error);
  }
}
