import { parseId } from "../ids/result-id.ts";
import type { StepStorage } from "../steps/step-storage.ts";
import type { RecordWrite, WriteOutcome } from "../storage/storage-backend.ts";
import type { FoundRecord, StoredRecord } from "../storage/storage-record.ts";
import { intact } from "./read-rules.ts";
import { readContext } from "./result-reader.ts";
import { checkRecord, type ResultRecord } from "./result-record.ts";
import type { SetBehavior } from "./set-behavior.ts";
import { conditionOf, confirmsExisting, settleSet } from "./set-rules.ts";

/** The records that were found, as they travel. @throws {CorruptRecordError} `CORRUPT_RECORD`. */
export function exportedPage(
  storage: StepStorage,
  keys: readonly string[],
  found: readonly FoundRecord[],
): readonly ResultRecord[] {
  return found.flatMap((record, i) => (record ? [exported(storage, keys[i] as string, record)] : []));
}

function exported(storage: StepStorage, id: string, found: NonNullable<FoundRecord>): ResultRecord {
  const { revision: _revision, corrupt: _corrupt, ...content }: StoredRecord = intact(found, readContext(storage, id));
  return { id, ...content };
}

/** What an import writes. @throws {TypeError} for what is no record; {@link InvalidIdError} `INVALID_ID`. */
export function importWrites(records: readonly ResultRecord[], behavior: SetBehavior): RecordWrite[] {
  const condition = conditionOf(behavior);
  const confirms = confirmsExisting(behavior);
  return records.map((record) => {
    const { id, ...content } = checkRecord(record);
    return { key: parseId(id), condition, confirms, content };
  });
}

/** What an import comes to, once the medium has answered; see `settleSet`. */
export function settleImport(
  storage: StepStorage,
  behavior: SetBehavior,
  writes: readonly RecordWrite[],
  outcomes: readonly WriteOutcome[],
): boolean[] {
  return outcomes.map((outcome, i) => {
    const { key, content } = writes[i] as RecordWrite;
    const model = storage.registry.findModel(content.modelName, content.namespace);
    return settleSet(behavior, outcome, content, model, readContext(storage, key));
  });
}
