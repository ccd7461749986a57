import { dateOf, parseTime } from "../codec/built-ins.ts";
import type { CorruptRecord, StoredRecord } from "../records/record.ts";
import { intact } from "../typed-records/decode-record.ts";
import type { RecordContext } from "../typed-records/record-context.ts";
import { readContext } from "./read-result.ts";
import type { ResultInfo } from "./results-options.ts";

/** Makes the metadata of a result from its record. @throws {CorruptRecordError} `CORRUPT_RECORD`. */
export function resultInfo(storage: RecordContext, id: string, found: StoredRecord | CorruptRecord): ResultInfo {
  const { modelName, namespace, version, createdAt, updatedAt, expiresAt } = intact(found, readContext(storage, id));
  return {
    id,
    modelName,
    namespace,
    version,
    createdAt: dateOf(parseTime(createdAt)),
    updatedAt: dateOf(parseTime(updatedAt)),
    expiresAt: expiresAt === undefined ? undefined : dateOf(expiresAt),
  };
}
