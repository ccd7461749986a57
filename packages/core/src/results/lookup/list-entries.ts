import type { ResultId } from "../../ids/result-id.ts";
import { checkModel } from "../../models/check-model.ts";
import type { ModelRef } from "../../models/model.ts";
import { checkOptions } from "../../options/check-options.ts";
import type { CorruptRecord, FoundRecord, StoredRecord } from "../../records/record.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { intact } from "../../typed-records/decode-record.ts";
import { ENTRIES_OPTIONS } from "../option-names.ts";
import { idRange } from "../parse-range.ts";
import { readContext, readResult } from "../read-result.ts";
import { isRecordError, RecordFailures } from "../record-failures.ts";
import { resultInfo } from "../result-info.ts";
import type { EntriesOptions, FailedEntry, ResultEntry } from "./entry-options.ts";
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
  const reader = await readerOf(access, model, options);
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

/** Way in which the records of a listing are read. */
interface EntryReader {
  /** Tells whether a record is listed. */
  isListed(record: StoredRecord | CorruptRecord | Error): boolean;
  /** Returns the value of a record. @throws the error of a record that cannot be read. */
  read(id: string, record: StoredRecord | CorruptRecord): unknown;
}

/** Makes the reader for a model, for the name of one, or for the models that wrote the records. */
async function readerOf(
  access: StorageAccess,
  model: ModelRef | undefined,
  options: EntriesOptions,
): Promise<EntryReader> {
  const { storage } = access;
  if (typeof model === "string") {
    const { namespace } = options;
    const source = await sourceOf(access, model, options);
    const isOf = (record: StoredRecord): boolean =>
      record.modelName === model && (namespace ?? record.namespace) === record.namespace && source.wrote(record);
    return {
      isListed: (record) => record instanceof Error || record.corrupt !== undefined || isOf(record),
      read: (id, record) => source.read(intact(record, readContext(storage, id)), readContext(storage, id)),
    };
  }
  return { isListed: () => true, read: (id, record) => readResult(storage, id, record, model, options) };
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
