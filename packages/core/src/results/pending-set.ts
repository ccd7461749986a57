import { AsyncResource } from "node:async_hooks";
import { snapshot } from "../codec/plain/snapshot.ts";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { withCallerStack } from "../errors/with-caller-stack.ts";
import type { Model } from "../models/model.ts";
import { runsOwnCode } from "../models/valibot/runs-own-code.ts";
import { expiryOf } from "../records/expiry.ts";
import type { RecordContent } from "../records/record.ts";
import type { LazyWrite, WriteCondition, WriteOutcome } from "../records/storage-backend.ts";
import type { PendingItem } from "../scheduling/batch.ts";
import { encodeData } from "../typed-records/encode-data.ts";
import { type PendingRecord, toContent } from "../typed-records/encode-record.ts";
import type { RecordContext } from "../typed-records/record-context.ts";
import type { SetOptions } from "./async-results-backend.ts";
import { readContext } from "./read-result.ts";
import { checkBehavior, type SetBehavior } from "./set-behavior.ts";
import { conditionOf, confirmsExisting, setOutcome, writeTarget } from "./set-rules.ts";

/** Pending `set`: checks its arguments and copies the data at once, validates and encodes it just before the write. */
export class PendingSet implements LazyWrite, PendingRecord {
  readonly id: string;
  readonly condition: WriteCondition;
  readonly model: Model;
  readonly namespace: string;
  readonly isOutput: boolean;
  readonly confirms: boolean;
  readonly now: number;
  readonly expiresAt: number | undefined;
  readonly #storage: RecordContext;
  readonly #behavior: SetBehavior;
  /** Data until it is encoded, then the record if a comparison needs it: anything else is released. */
  #dataOrContent: unknown;
  #context: AsyncResource | undefined;

  /** @throws as `set`, except the errors of the schema and of the store. */
  constructor(storage: RecordContext, id: string, data: unknown, options: SetOptions) {
    this.#behavior = checkBehavior(options.behavior);
    const { model, namespace, isOutput } = writeTarget(id, data, options);
    this.id = id;
    this.condition = conditionOf(this.#behavior);
    this.confirms = confirmsExisting(this.#behavior);
    this.model = model;
    this.namespace = namespace;
    this.isOutput = isOutput;
    this.now = storage.clock.now();
    this.expiresAt = expiryOf(options.ttlSeconds, this.now);
    this.#storage = storage;
    this.#dataOrContent = NotRoundTrippableError.naming(id, () => snapshot(data));
  }

  get key(): string {
    return this.id;
  }

  get value(): unknown {
    return this.#dataOrContent;
  }

  /** Keeps the async context of the caller for the user code of the model: a batch runs in the context of its first caller. */
  keepContext(): void {
    if (runsOwnCode(this.model)) this.#context = new AsyncResource("PendingSet");
  }

  prepare(): RecordContent | Promise<RecordContent> {
    const encode = this.isOutput ? toContent : encodeData;
    const content = this.#context ? this.#context.runInAsyncScope(encode, undefined, this) : encode(this);
    return content instanceof Promise ? content.then((resolved) => this.#keep(resolved)) : this.#keep(content);
  }

  /** Turns the outcome of the write into the return value of the `set`. @throws as `setOutcome`. */
  settle(outcome: WriteOutcome): boolean {
    if (outcome.written) return true;
    const context = readContext(this.#storage, this.id);
    return setOutcome(this.#behavior, outcome, this.#dataOrContent as RecordContent, this.model, context);
  }

  #keep(content: RecordContent): RecordContent {
    // Only a comparison needs the record after the write.
    this.#dataOrContent = this.#behavior === "raise_if_different" ? content : undefined;
    return content;
  }
}

/** Turns the outcome of the queued write into the return value of the `set`. @throws as `set`. */
export function settleItem(pending: PendingSet, item: PendingItem<"write">): Promise<boolean> | boolean {
  try {
    const outcome = item.result();
    return outcome instanceof Promise ? outcome.then((resolved) => pending.settle(resolved)) : pending.settle(outcome);
  } catch (error) {
    throw withCallerStack(error);
  }
}
