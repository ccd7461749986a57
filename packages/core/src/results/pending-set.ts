import { snapshot } from "../codec/snapshot.ts";
import { expiryOf } from "../storage/expiry.ts";
import type { LazyWrite, WriteCondition, WriteOutcome } from "../storage/storage-backend.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type { RecordContent } from "../storage/storage-record.ts";
import type { SetOptions } from "./async-results-backend.ts";
import { readContext } from "./result-reader.ts";
import { checkBehavior, type SetBehavior } from "./set-behavior.ts";
import { conditionOf, settleSet, writeTarget } from "./set-rules.ts";
import { type PendingRecord, toContent } from "./write-rules.ts";

/** One `set` on its way: checked and its data copied at once, validated and encoded when the write's turn has come. */
export class PendingSet implements LazyWrite {
  readonly key: string;
  readonly condition: WriteCondition;
  readonly #storage: StorageBase;
  readonly #behavior: SetBehavior;
  readonly #record: PendingRecord;
  #content: RecordContent | undefined;

  /** @throws as `set`, but for what only the schema or the store can tell. */
  constructor(storage: StorageBase, key: string, data: unknown, options: SetOptions) {
    this.#behavior = checkBehavior(options.behavior);
    const now = storage.clock.now();
    const { model, namespace, isOutput } = writeTarget(key, data, options);
    const expiresAt = expiryOf(options.ttlSeconds, now);
    this.#record = { id: key, model, namespace, value: snapshot(data), isOutput, now, expiresAt };
    this.#storage = storage;
    this.key = key;
    this.condition = conditionOf(this.#behavior);
  }

  prepare(): RecordContent | Promise<RecordContent> {
    const content = toContent(this.#record);
    return content instanceof Promise ? content.then((ready) => this.#keep(ready)) : this.#keep(content);
  }

  /** What the `set` comes to, once the medium has answered. */
  settle(outcome: WriteOutcome): boolean {
    if (outcome.written) return true;
    const context = readContext(this.#storage, this.key);
    return settleSet(this.#behavior, outcome, this.#content as RecordContent, this.#record.model, context);
  }

  #keep(content: RecordContent): RecordContent {
    // Only a comparison will want it: what is written need not stay in memory.
    if (this.#behavior === "raise_if_different") this.#content = content;
    return content;
  }
}
