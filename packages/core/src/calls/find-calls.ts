import { isResultsError } from "../errors/is-results-error.ts";
import type { StoredRecord } from "../records/record.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { FoundCall } from "../storage/record-index.ts";
import type { CallPattern } from "../storage/record-pattern.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { matchesPattern } from "./call-pattern.ts";
import { type CallData, checkedCallData } from "./call-record.ts";

/** Call that matches a pattern. */
export interface MatchingCall {
  readonly key: string;
  readonly data: CallData;
  readonly record: StoredRecord;
}

/** Yields the calls that match a pattern, in pages: by the index of the medium if it has one, else by reading all calls. */
export async function* findCalls(
  storage: StorageBase,
  pattern: CallPattern,
): AsyncGenerator<readonly MatchingCall[], void, undefined> {
  const { recordIndex } = storage;
  const pages = recordIndex ? recordIndex.find(pattern, storage.clock.now()) : readCalls(storage);
  for await (const page of pages) {
    const matching: MatchingCall[] = [];
    for (const [key, record] of page) {
      const data = intactData(storage, key, record);
      if (data && matchesPattern(pattern, data)) matching.push({ key, data, record: record as StoredRecord });
      if (shouldYield()) await yieldToEventLoop();
    }
    if (matching.length > 0) yield matching;
  }
}

async function* readCalls(storage: StorageBase): AsyncGenerator<readonly FoundCall[], void, undefined> {
  for await (const keys of storage.scan("calls")) {
    const found = await storage.read("calls", keys);
    yield keys.flatMap((key, i): FoundCall[] => {
      const record = found[i];
      return record ? [[key, record]] : []; // The call was removed after its key was listed.
    });
  }
}

/** Decodes a call; a damaged one matches no pattern. */
function intactData(storage: StorageBase, key: string, record: FoundCall[1]): CallData | undefined {
  try {
    return checkedCallData(storage, key, record);
  } catch (error) {
    if (isResultsError(error, "CORRUPT_RECORD")) return undefined;
    throw error;
  }
}
