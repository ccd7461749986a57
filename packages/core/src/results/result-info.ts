import { dateOf } from "../codec/built-ins.ts";
import { parseIsoTime } from "../codec/parse-iso-time.ts";
import { ResultNotFoundError } from "../errors/result-errors.ts";
import { parseId, type ResultId } from "../ids/result-id.ts";
import type { CorruptRecord, StoredRecord } from "../records/record.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { intact } from "../typed-records/decode-record.ts";
import type { RecordContext } from "../typed-records/record-context.ts";
import { readContext } from "./read-result.ts";
import type { ResultInfo } from "./results-options.ts";

/** Implements `AsyncResultsBackend.info`. */
export async function readInfo(access: StorageAccess, id: ResultId): Promise<ResultInfo> {
  const key = parseId(id);
  const [found] = await access.askAll("read", "results", [key]);
  if (!found) throw new ResultNotFoundError(key);
  return resultInfo(access.storage, key, found);
}

/** Makes the metadata of a result from its record. @throws {CorruptRecordError} `CORRUPT_RECORD`. */
export function resultInfo(storage: RecordContext, id: string, found: StoredRecord | CorruptRecord): ResultInfo {
  const { modelName, namespace, version, createdAt, updatedAt, expiresAt } =
    found.corrupt === undefined ? found : intact(found, readContext(storage, id));
  return {
    id,
    modelName,
    namespace,
    version,
    createdAt: dateOf(timeOf(createdAt)),
    updatedAt: dateOf(timeOf(updatedAt)),
    expiresAt: expiresAt === undefined ? undefined : dateOf(expiresAt),
  };
}

let lastText = "";
let lastTime = Number.NaN;

/** Parses a time. Records that lie side by side were often written at the same one. */
function timeOf(text: string): number {
  if (text !== lastText) {
    lastTime = parseIsoTime(text);
    lastText = text;
  }
  return lastTime;
}
