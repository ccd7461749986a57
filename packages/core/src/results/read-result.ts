import { snapshot } from "../codec/plain/snapshot.ts";
import type { Model } from "../models/model.ts";
import type { CorruptRecord, RecordContent, StoredRecord } from "../records/record.ts";
import type { StepStorage } from "../steps/step-storage.ts";
import { fromContent, intact, type ReadContext, storedModel } from "../typed-records/decode-record.ts";
import type { GetOptions } from "./async-results-backend.ts";

/** What the reading rules need to know of a record in a storage. */
export function readContext(storage: StepStorage, id: string): ReadContext {
  return { id, locate: () => storage.locate("results", id) };
}

/** Makes a result of what a read found; see `fromContent` and `storedModel` for what it throws. */
export function readResult(
  storage: StepStorage,
  id: string,
  found: StoredRecord | CorruptRecord,
  model: Model | undefined,
  { namespace }: GetOptions = {},
): unknown {
  const context = readContext(storage, id);
  const record = intact(found, context);
  return fromContent(record, model ?? storedModel(record, storage.registry, namespace, id), context);
}

/** Makes a result of a record that somebody else may hold too: the data is copied. */
export function ownResult(storage: StepStorage, id: string, content: RecordContent, model: Model): unknown {
  return fromContent({ ...content, data: snapshot(content.data) }, model, readContext(storage, id));
}
