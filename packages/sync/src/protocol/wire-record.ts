import type { ResultRecord } from "@results-manager/core";
import type {
  CorruptRecord,
  FoundRecord,
  RecordContent,
  RecordWrite,
  WriteCondition,
} from "@results-manager/core/storage";
import { decodeThrown, encodeThrown, errorOf, type WireCause } from "./wire-error.ts";

/** Content of a record in the form that is sent between threads. An array, since cloning the names of fields takes up to 2 of 6 µs. */
export type WireContent = readonly [
  modelName: RecordContent["modelName"],
  namespace: RecordContent["namespace"],
  version: RecordContent["version"],
  data: RecordContent["data"],
  types: RecordContent["types"],
  createdAt: RecordContent["createdAt"],
  updatedAt: RecordContent["updatedAt"],
  expiresAt: RecordContent["expiresAt"],
];

/** A record that could not be read. */
interface FailedRead {
  readonly failure: WireCause;
}

/** A record that was read and has no content. */
type WithoutContent = Pick<CorruptRecord, "corrupt" | "cause"> | FailedRead | undefined;

/**
 * Records that were read, without their revisions, which stay in the worker. The fields of one follow those of the other: cloning an array
 * for each record takes about as long as cloning its fields.
 */
export type WireRecords = readonly (WireContent[number] | WithoutContent)[];

/** Records to be written, the key, condition, `confirms` and content of one after the other, for the same reason. */
export type WireWrites = readonly (WireContent[number] | WriteCondition | boolean)[];

/** An exported record, with its id. */
export type WireResult = readonly [id: string, content: WireContent];

/** Revision of every record in the calling thread, which compares none. */
const NO_REVISION = 0;

/** Encodes records that were read, and errors of their reads. */
export function encodeRecords(found: readonly (FoundRecord | Error)[]): WireRecords {
  const fields: WireRecords[number][] = [];
  for (const record of found) {
    if (record === undefined) fields.push(undefined);
    else if (record instanceof Error) fields.push({ failure: encodeThrown(record) });
    else if (record.corrupt === undefined) addContent(fields, record);
    else
      fields.push({
        corrupt: record.corrupt,
        cause: record.cause === undefined ? undefined : encodeThrown(record.cause),
      });
  }
  return fields;
}

/** Decodes records that were read, and errors of their reads. */
export function decodeRecords(fields: WireRecords): (FoundRecord | Error)[] {
  const found: (FoundRecord | Error)[] = [];
  for (let at = 0; at < fields.length; ) {
    const first = fields[at];
    if (typeof first === "string") {
      found.push({ ...contentAt(fields, at), revision: NO_REVISION });
      at += CONTENT_FIELDS;
    } else {
      found.push(decodeWithoutContent(first as WithoutContent));
      at++;
    }
  }
  return found;
}

/** Encodes writes. */
export function encodeWrites(writes: readonly RecordWrite[]): WireWrites {
  const fields: WireWrites[number][] = [];
  for (const { key, condition, confirms = false, content } of writes) {
    fields.push(key, condition, confirms);
    addContent(fields, content);
  }
  return fields;
}

/** Decodes writes. */
export function decodeWrites(fields: WireWrites): RecordWrite[] {
  const writes: RecordWrite[] = [];
  for (let at = 0; at < fields.length; at += WRITE_FIELDS + CONTENT_FIELDS) {
    writes.push({
      key: fields[at] as string,
      condition: fields[at + 1] as WriteCondition,
      confirms: fields[at + 2] as boolean,
      content: contentAt(fields, at + WRITE_FIELDS),
    });
  }
  return writes;
}

/** Encodes an exported record. */
export function encodeResult({ id, ...content }: ResultRecord): WireResult {
  return [id, encodeContent(content)];
}

/** Decodes an exported record. */
export function decodeResult([id, content]: WireResult): ResultRecord {
  return { id, ...decodeContent(content) };
}

/** Encodes the content of a record. */
export function encodeContent(content: RecordContent): WireContent {
  const { modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt } = content;
  return [modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt];
}

/** Decodes the content of a record. */
export function decodeContent(encoded: WireContent): RecordContent {
  return contentAt(encoded, 0);
}

/** Number of fields of a write before its content. */
const WRITE_FIELDS = 3;
const CONTENT_FIELDS = 8;

function addContent(fields: { push(...content: WireContent): number }, content: RecordContent): void {
  const { modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt } = content;
  fields.push(modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt);
}

function contentAt(fields: readonly unknown[], at: number): RecordContent {
  return {
    modelName: fields[at] as WireContent[0],
    namespace: fields[at + 1] as WireContent[1],
    version: fields[at + 2] as WireContent[2],
    data: fields[at + 3] as WireContent[3],
    types: fields[at + 4] as WireContent[4],
    createdAt: fields[at + 5] as WireContent[5],
    updatedAt: fields[at + 6] as WireContent[6],
    expiresAt: fields[at + 7] as WireContent[7],
  };
}

function decodeWithoutContent(encoded: WithoutContent): FoundRecord | Error {
  if (encoded === undefined) return undefined;
  if ("failure" in encoded) return errorOf(decodeThrown(encoded.failure));
  const { corrupt, cause } = encoded;
  return { corrupt, revision: NO_REVISION, cause: cause === undefined ? undefined : decodeThrown(cause as WireCause) };
}
