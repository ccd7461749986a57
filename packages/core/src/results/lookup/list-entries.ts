import type { ResultId } from "../../ids/result-id.ts";
import { checkModel } from "../../models/check-model.ts";
import type { ModelRef } from "../../models/model.ts";
import { checkOptions } from "../../options/check-options.ts";
import type { FoundRecord } from "../../records/record.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { ENTRIES_OPTIONS } from "../option-names.ts";
import { idRange } from "../parse-range.ts";
import { isRecordError, RecordFailures } from "../record-failures.ts";
import { resultInfo } from "../result-info.ts";
import type { EntriesOptions, FailedEntry, ResultEntry } from "./entry-options.ts";
import { type EntryReader, readerOfModel, readerOfSource } from "./entry-reader.ts";
import { sourceOf } from "./named-source.ts";
import { readRange } from "./read-range.ts";

type Entry = ResultEntry<unknown> | FailedEntry;

/** Implements `AsyncResultsLookup.entries`. */
export async function* listEntries(
  access: StorageAccess,
  prefix: ResultId | undefined,
  model: ModelRef | undefined,
  options: EntriesOptions = {},
): AsyncGenerator<Entry, void, undefined> {
  checkOptions(options, ENTRIES_OPTIONS, "entries");
  if (model !== undefined && typeof model !== "string") checkModel(model);
  const { onError, signal } = options;
  const failures = onError === "yield" ? undefined : new RecordFailures(onError);
  const range = idRange(prefix, options);
  signal?.throwIfAborted();
  const reader =
    typeof model === "string"
      ? readerOfSource(access.storage, await sourceOf(access, model, options), options)
      : readerOfModel(access.storage, model, options);
  for await (const { ids, found } of access.listing(readRange(access, range, signal))) {
    for (const [i, record] of found.entries()) {
      if (!record || !reader.isListed(record)) continue;
      const entry = await entryOf(access, ids[i] as string, record, reader);
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
  { read }: EntryReader,
): Promise<Entry> {
  try {
    if (record instanceof Error) throw record;
    return { id, value: await read(id, record), info: resultInfo(storage, id, record) };
  } catch (error) {
    if (!isRecordError(error)) throw error;
    return { id, error };
  }
}
