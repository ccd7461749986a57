import { AsyncResource } from "node:async_hooks";
import { snapshot } from "../codec/plain/snapshot.ts";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { leadingToCaller, withCallerStack } from "../errors/with-caller-stack.ts";
import type { Model } from "../models/model.ts";
import { runsOwnCode } from "../models/valibot/runs-own-code.ts";
import { writeTarget } from "../models/write-target.ts";
import { expiryOf } from "../records/expiry.ts";
import type { RecordContent } from "../records/record.ts";
import type { LazyWrite, WriteCondition, WriteOutcome } from "../records/storage-backend.ts";
import type { PendingItem } from "../scheduling/batch.ts";
import { encodeData } from "../typed-records/encode-data.ts";
import { type PendingRecord, plainContent, toContent } from "../typed-records/encode-record.ts";
import type { RecordContext } from "../typed-records/record-context.ts";
import { readContext } from "./read-result.ts";
import type { SetOptions } from "./results-options.ts";
import { DEFAULT_RULE, ruleOf, SetBehavior } from "./set-behavior.ts";
import { setOutcome } from "./set-outcome.ts";

/**
 * Pending `set`: checks its arguments and copies the data at once. Plain JSON that the schema would only copy is encoded with the copy; other
 * data is validated and encoded just before the write.
 */
export class PendingSet implements LazyWrite {
  readonly key: string;
  readonly condition: WriteCondition;
  readonly confirms: boolean;
  readonly ignoresFound: boolean;
  readonly model: Model;
  readonly namespace: string;
  content: RecordContent | undefined;
  readonly #storage: RecordContext;
  readonly #behavior: SetBehavior;
  /** Record that is not encoded yet. */
  #pending: PendingRecord | undefined;
  /** Async context of the caller for the user code of the model: a batch runs in the context of its first caller. */
  #context: AsyncResource | undefined;

  /** @throws as `set`, except the errors of the schema and of the store. */
  constructor(storage: RecordContext, key: string, data: unknown, options: SetOptions) {
    const rule = options.behavior === undefined ? DEFAULT_RULE : ruleOf(options.behavior);
    const { model, namespace, isOutput, shape } = writeTarget(key, data, options);
    const now = storage.clock.now();
    const expiresAt = options.ttlSeconds === undefined ? undefined : expiryOf(options.ttlSeconds, now);
    const frame = { model, namespace, now, expiresAt };
    this.key = key;
    this.condition = rule.condition;
    this.confirms = rule.confirms;
    this.ignoresFound = rule.ignoresFound;
    this.model = model;
    this.namespace = namespace;
    this.content = plainContent(frame, shape, data);
    this.#storage = storage;
    this.#behavior = rule.behavior;
    if (this.content) return;
    const value = NotRoundTrippableError.naming(key, () => snapshot(data));
    this.#pending = { ...frame, id: key, value, isOutput };
    if (runsOwnCode(model)) this.#context = new AsyncResource("PendingSet");
  }

  prepare(): RecordContent | Promise<RecordContent> {
    const pending = this.#pending as PendingRecord;
    this.#pending = undefined;
    const encode = pending.isOutput ? toContent : encodeData;
    const content = this.#context ? this.#context.runInAsyncScope(encode, undefined, pending) : encode(pending);
    return content instanceof Promise ? content.then((resolved) => this.#keep(resolved)) : this.#keep(content);
  }

  /** Turns the outcome of the write into the return value of the `set`. @throws as `setOutcome`. */
  settle(outcome: WriteOutcome): boolean {
    if (outcome.written) return true;
    const context = readContext(this.#storage, this.key);
    return setOutcome(this.#behavior, outcome, this.content as RecordContent, this.model, context);
  }

  #keep(content: RecordContent): RecordContent {
    // Only a comparison needs the record after the write.
    if (this.#behavior === SetBehavior.RaiseIfDifferent) this.content = content;
    return content;
  }
}

/** Turns the outcome of the queued write into the return value of the `set`. @throws as `set`. */
export function settleItem(pending: PendingSet, item: PendingItem<"write">): Promise<boolean> | boolean {
  try {
    const outcome = item.result();
    if (!(outcome instanceof Promise)) return pending.settle(outcome);
    return leadingToCaller(outcome.then((resolved) => pending.settle(resolved)));
  } catch (error) {
    throw withCallerStack(error);
  }
}
