import type {
  CorruptRecord,
  FoundRecord,
  RecordContent,
  RecordWrite,
  StoredRecord,
  WriteCondition,
} from "@results-manager/core";
import { decodeThrown, encodeThrown, type WireCause } from "./wire-error.ts";

// Lists, not objects: of these, the names of the fields would go along, up to 2 µs of a lone record's 6.

/** The content of a record on its way, and what the record is known by. */
type Row<T> = readonly [
  subject: T,
  modelName: RecordContent["modelName"],
  namespace: RecordContent["namespace"],
  version: RecordContent["version"],
  data: RecordContent["data"],
  types: RecordContent["types"],
  createdAt: RecordContent["createdAt"],
  updatedAt: RecordContent["updatedAt"],
  expiresAt: RecordContent["expiresAt"],
];

/** A record that was read, with the number that stands for its revision. */
export type WireRecord = Row<number> | CorruptRecord | undefined;
/** A record to be written, with its key. */
export type WireWrite = readonly [condition: WriteCondition, content: Row<string>];

/** @param revision the number that stands for the record's. */
export function encodeRecord(found: StoredRecord | CorruptRecord, revision: number): WireRecord {
  if (found.corrupt === undefined) return encodeRow(revision, found);
  const { corrupt, cause } = found;
  return { corrupt, revision, cause: cause === undefined ? undefined : encodeThrown(cause) };
}

/** The record again. */
export function decodeRecord(crossed: WireRecord): FoundRecord {
  if (crossed === undefined) return undefined;
  if (isRow(crossed)) {
    const [revision, modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt] = crossed;
    return { modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt, revision };
  }
  const { corrupt, revision, cause } = crossed;
  return { corrupt, revision, cause: cause === undefined ? undefined : decodeThrown(cause as WireCause) };
}

/** A write of somebody who has its content. */
export function encodeForWrite({ key, condition, content }: RecordWrite): WireWrite {
  return [condition, encodeRow(key, content)];
}

/** The write again. @param meant tells what its condition means. */
export function decodeWrite(
  [condition, row]: WireWrite,
  meant: (condition: WriteCondition) => WriteCondition,
): RecordWrite {
  const [key, modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt] = row;
  const content = { modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt };
  return { key, condition: meant(condition), content };
}

function encodeRow<T>(subject: T, content: RecordContent): Row<T> {
  const { modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt } = content;
  return [subject, modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt];
}

function isRow(crossed: Row<number> | CorruptRecord): crossed is Row<number> {
  return Array.isArray(crossed);
}
