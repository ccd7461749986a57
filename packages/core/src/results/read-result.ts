import { snapshot } from "../codec/plain/snapshot.ts";
import type { Model } from "../models/model.ts";
import type { CorruptRecord, RecordContent, StoredRecord } from "../records/record.ts";
import { fromContent, intact, type ReadContext, storedModel } from "../typed-records/decode-record.ts";
import type { RecordContext } from "../typed-records/record-context.ts";
import type { GetOptions } from "./async-results-backend.ts";

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

/** Decodes and validates a record that other callers share: the data is copied first. */
export function ownResult(storage: RecordContext, id: string, content: RecordContent, model: Model): unknown {
  return fromContent({ ...content, data: snapshot(content.data) }, model, readContext(storage, id));
}
