import type { FailedEntry } from "@results-manager/core";
import { isRecordError } from "@results-manager/core/internal/blocking";
import type { FoundRecord } from "@results-manager/core/storage";

/** Returns what is made of a record, or the error of it. @throws an error that is none of a single record. */
export function outcomeOf<T, R extends FoundRecord>(
  id: string,
  record: R | Error,
  make: (record: R) => T,
): T | FailedEntry {
  try {
    if (record instanceof Error) throw record;
    return make(record);
  } catch (error) {
    if (!isRecordError(error)) throw error;
    return { id, error };
  }
}
