import type { ResultRecord } from "@results-manager/core";
import type {
  CorruptRecord,
  FoundRecord,
  RecordContent,
  RecordWrite,
  WriteCondition,
} from "@results-manager/core/storage";
import { decodeThrown, encodeThrown, type WireCause } from "./wire-error.ts";

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

/** A record that was read, without its revision, which stays in the worker. */
export type WireRecord = WireContent | Pick<CorruptRecord, "corrupt" | "cause"> | undefined;
/** A record to be written, with its key. */
export type WireWrite = readonly [key: string, condition: WriteCondition, confirms: boolean, content: WireContent];
/** An exported record, with its id. */
export type WireResult = readonly [id: string, content: WireContent];

/** Revision of every record in the calling thread, which compares none. */
const NO_REVISION = 0;

/** Encodes a record that was read. */
export function encodeRecord(found: FoundRecord): WireRecord {
  if (found === undefined) return undefined;
  if (found.corrupt === undefined) return encodeContent(found);
  const { corrupt, cause } = found;
  return { corrupt, cause: cause === undefined ? undefined : encodeThrown(cause) };
}

/** Decodes a record that was read. */
export function decodeRecord(encoded: WireRecord): FoundRecord {
  if (encoded === undefined) return undefined;
  if (isContent(encoded)) return { ...decodeContent(encoded), revision: NO_REVISION };
  const { corrupt, cause } = encoded;
  return { corrupt, revision: NO_REVISION, cause: cause === undefined ? undefined : decodeThrown(cause as WireCause) };
}

/** Encodes a write. */
export function encodeWrite({ key, condition, confirms = false, content }: RecordWrite): WireWrite {
  return [key, condition, confirms, encodeContent(content)];
}

/** Decodes a write. */
export function decodeWrite([key, condition, confirms, content]: WireWrite): RecordWrite {
  return { key, condition, confirms, content: decodeContent(content) };
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
  const [modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt] = encoded;
  return { modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt };
}

function isContent(encoded: NonNullable<WireRecord>): encoded is WireContent {
  return Array.isArray(encoded);
}
