import { snapshot } from "../codec/snapshot.ts";
import { expiryOf } from "../storage/expiry.ts";
import type { LazyWrite, WriteOutcome } from "../storage/storage-backend.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type { RecordContent } from "../storage/storage-record.ts";
import type { SetOptions } from "./async-results-backend.ts";
import { checkBehavior } from "./set-behavior.ts";
import { conditionOf, settleSet, writeTarget } from "./set-rules.ts";
import { toContent } from "./write-rules.ts";

/** One `set` on its way. */
export interface PendingSet {
  readonly write: LazyWrite;
  /** What the `set` comes to, once the medium has answered. */
  readonly settle: (outcome: WriteOutcome) => boolean;
}

/**
 * Checks the call and copies its data; validating and encoding wait until the write's turn has come.
 *
 * @throws as `set`, but for what only the schema or the store can tell.
 */
export function pendingSet(storage: StorageBase, key: string, data: unknown, options: SetOptions): PendingSet {
  const behavior = checkBehavior(options.behavior);
  const now = storage.clock.now();
  const target = writeTarget(key, data, options);
  const pending = { ...target, id: key, value: snapshot(data), now, expiresAt: expiryOf(options.ttlSeconds, now) };
  let content: RecordContent | undefined;
  const keep = (ready: RecordContent): RecordContent => {
    content = ready;
    return ready;
  };
  return {
    write: {
      key,
      condition: conditionOf(behavior),
      prepare: () => {
        const ready = toContent(pending);
        return ready instanceof Promise ? ready.then(keep) : keep(ready);
      },
    },
    settle: (outcome) => {
      const context = { id: key, locate: () => storage.locate("results", key) };
      return settleSet(behavior, outcome, content as RecordContent, target.model, context);
    },
  };
}
