import { snapshot } from "../codec/plain/snapshot.ts";
import { ResultNotFoundError } from "../errors/result-errors.ts";
import { leadingToCaller } from "../errors/with-caller-stack.ts";
import type { Model } from "../models/model.ts";
import type { CorruptRecord, RecordContent, StoredRecord } from "../records/record.ts";
import type { PendingItem } from "../scheduling/batch.ts";
import { waitForTimeSlice } from "../scheduling/event-loop.ts";
import { fromContent, intact, type ReadContext, storedModel } from "../typed-records/decode-record.ts";
import type { RecordContext } from "../typed-records/record-context.ts";
import type { GetOptions } from "./results-options.ts";

/** Context of a result that is read from a storage. */
export function readContext(storage: RecordContext, id: string): ReadContext {
  return { id, locate: () => storage.locate("results", id) };
}

/** Decodes and validates a record that was read. @throws as `fromContent` and `storedModel`. */
export function readResult(
  storage: RecordContext,
  id: string,
  found: StoredRecord | CorruptRecord,
  model: Model | undefined,
  { namespace }: GetOptions = {},
): unknown {
  const context = readContext(storage, id);
  const record = intact(found, context);
  return fromContent(record, model ?? storedModel(record, storage.registry, namespace, id), context);
}

/** Decodes and validates the record of a queued read. @throws as `get`. */
export function readItem(
  storage: RecordContext,
  item: PendingItem<"read">,
  key: string,
  model: Model | undefined,
  options: GetOptions | undefined,
): unknown {
  const found = item.result();
  if (!found) throw new ResultNotFoundError(key);
  // A batch resolves hundreds of calls at once, and each validates its record.
  const wait = item.isLone ? undefined : waitForTimeSlice();
  if (wait) return wait.then(() => readResult(storage, key, found, model, options));
  const read = readResult(storage, key, found, model, options);
  return read instanceof Promise ? leadingToCaller(read) : read;
}

/** Decodes and validates a record that other callers share: the data is copied first. */
export function ownResult(storage: RecordContext, id: string, content: RecordContent, model: Model): unknown {
  return fromContent({ ...content, data: snapshot(content.data) }, model, readContext(storage, id));
}
