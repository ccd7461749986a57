import type { ResultId } from "../../ids/result-id.ts";
import { checkModel } from "../../models/check-model.ts";
import type { Model } from "../../models/model.ts";
import { checkOptions } from "../../options/check-options.ts";
import type { FoundRecord } from "../../records/record.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { ENTRIES_OPTIONS } from "../option-names.ts";
import { idRange } from "../parse-range.ts";
import { readResult } from "../read-result.ts";
import { isRecordError, RecordFailures } from "../record-failures.ts";
import { resultInfo } from "../result-info.ts";
import type { EntriesOptions, FailedEntry, ResultEntry } from "./entry-options.ts";
import { readRange } from "./read-range.ts";

type Entry = ResultEntry<unknown> | FailedEntry;

/** Implements `AsyncResultsLookup.entries`. */
export async function* listEntries(
  access: StorageAccess,
  prefix: ResultId | undefined,
  model: Model | undefined,
  options: EntriesOptions = {},
): AsyncGenerator<Entry, void, undefined> {
  checkOptions(options, ENTRIES_OPTIONS, "entries");
  if (model !== undefined) checkModel(model);
  const { onError, signal } = options;
  const failures = onError === "yield" ? undefined : new RecordFailures(onError);
  const range = idRange(prefix, options);
  signal?.throwIfAborted();
  for await (const { ids, found } of access.listing(readRange(access, range, signal))) {
    for (const [i, record] of found.entries()) {
      if (!record) continue;
      const entry = await entryOf(access, ids[i] as string, record, model, options);
      if (failures && entry.error) failures.note(entry.error);
      else yield entry;
      signal?.throwIfAborted();
      if (shouldYield()) await yieldToEventLoop();
    }
  }
  failures?.end();
}

/** Reads an entry, or makes one of its error. @throws an error that is none of a single record. */
async function entryOf(
  { storage }: StorageAccess,
  id: string,
  record: NonNullable<FoundRecord> | Error,
  model: Model | undefined,
  options: EntriesOptions,
): Promise<Entry> {
  try {
    if (record instanceof Error) throw record;
    const value = await readResult(storage, id, record, model, options);
    return { id, value, info: resultInfo(storage, id, record) };
  } catch (error) {
    if (!isRecordError(error)) throw error;
    return { id, error };
  }
}
