import type { Model } from "../../models/model.ts";
import type { CorruptRecord, StoredRecord } from "../../records/record.ts";
import { intact } from "../../typed-records/decode-record.ts";
import type { RecordContext } from "../../typed-records/record-context.ts";
import { readContext, readResult } from "../read-result.ts";
import type { GetOptions } from "../results-options.ts";
import type { QuerySource } from "./query-source.ts";

/** Way in which the records of a listing are read. */
export interface EntryReader {
  /** Model of the records, if it is the same for all. */
  readonly model: { readonly name: string } | undefined;
  /** Tells whether a record is listed. */
  isListed(record: StoredRecord | CorruptRecord | Error): boolean;
  /** Returns the value of a record. @throws the error of a record that cannot be read. */
  read(id: string, record: StoredRecord | CorruptRecord): unknown;
}

/** Makes the reader of all records: by a model, or without one by the models that wrote them. */
export function readerOfModel(storage: RecordContext, model: Model | undefined, options: GetOptions): EntryReader {
  return { model, isListed: () => true, read: (id, record) => readResult(storage, id, record, model, options) };
}

/** Makes the reader of the records that the model of a source wrote. */
export function readerOfSource(storage: RecordContext, source: QuerySource, { namespace }: GetOptions): EntryReader {
  const isOf = (record: StoredRecord): boolean =>
    record.modelName === source.model.name &&
    (namespace ?? record.namespace) === record.namespace &&
    source.wrote(record);
  return {
    model: source.model,
    isListed: (record) => record instanceof Error || record.corrupt !== undefined || isOf(record),
    read: (id, record) => {
      const context = readContext(storage, id);
      return source.read(intact(record, context), context);
    },
  };
}
