import { DigestNotFoundError } from "../errors/digest-errors.ts";
import { isResultsError } from "../errors/is-results-error.ts";
import { CorruptRecordError } from "../errors/result-errors.ts";
import type { FoundRecord, StoredRecord } from "../records/record.ts";
import type { StorageBase } from "../storage/storage-base.ts";

/**
 * Returns the record of a value.
 *
 * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND`; {@link CorruptRecordError} `CORRUPT_RECORD`.
 */
export function intactValue(storage: StorageBase, key: string, found: FoundRecord): StoredRecord {
  if (!found) throw new DigestNotFoundError(key, "value");
  if (found.corrupt === undefined) return found;
  throw corruptValue(storage, key, found.corrupt, found.cause);
}

/** Decodes a part of a record. @throws {CorruptRecordError} `CORRUPT_RECORD` if its types do not fit its data. */
export function readPart<T>(storage: StorageBase, key: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (isResultsError(cause, "TYPE_NOT_REGISTERED")) throw cause;
    throw corruptValue(storage, key, "its types do not fit its data", cause);
  }
}

/** Creates the error of a damaged value. */
export function corruptValue(storage: StorageBase, key: string, reason: string, cause?: unknown): CorruptRecordError {
  return new CorruptRecordError(key, storage.locate("values", key), reason, cause, "Evict it, and save it again.");
}
