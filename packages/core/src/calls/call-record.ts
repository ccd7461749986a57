import { dateOf, parseTime } from "../codec/built-ins.ts";
import { decodeValue } from "../codec/decode-value.ts";
import { encodeValue } from "../codec/encode-value.ts";
import type { JsonValue } from "../codec/json-value.ts";
import { setProperty } from "../codec/set-property.ts";
import { ValueRef } from "../codec/value-ref.ts";
import { CorruptRecordError } from "../errors/result-errors.ts";
import { internalContent } from "../records/internal-record.ts";
import type { FoundRecord, RecordContent, StoredRecord } from "../records/record.ts";
import type { StorageBackend } from "../records/storage-backend.ts";
import type { PeekedCall } from "../storage/record-index.ts";
import type { CallMetadata, StoredCall } from "./call.ts";
import { type CallIdentity, callKey } from "./call-key.ts";

/** Data of a call's record. SQL media find calls by the digests in it. */
export interface CallData extends CallIdentity {
  readonly fingerprint?: string;
  /** Digest of the result. */
  readonly result?: string;
  /** Digests of the metadata values, by subject and name. */
  readonly metadata?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Values that can be read without reading another record. */
  readonly inline?: InlineValues;
}

/** Values that are stored in the call's record itself. */
export interface InlineValues {
  readonly metadata?: CallMetadata;
  /** Small result, in an array of one item, to represent `undefined` too. */
  readonly result?: readonly [unknown];
}

/** Creates the record of a call. */
export function callContent(data: CallData, now: number, expiresAt: number | undefined): RecordContent {
  const { data: encoded, types } = encodeValue(data);
  return internalContent("call", encoded, now, { types, expiresAt });
}

/**
 * Decodes the record of a call.
 *
 * @throws {CorruptRecordError} `CORRUPT_RECORD` if the record is not a call.
 */
export function callData(storage: StorageBackend, key: string, found: NonNullable<FoundRecord>): CallData {
  if (found.corrupt !== undefined) throw corruptCall(storage, key, found.corrupt, found.cause);
  let data: unknown;
  try {
    data = decodeValue(found.data, found.types);
  } catch (cause) {
    throw corruptCall(storage, key, "its types do not fit its data", cause);
  }
  if (!isCallData(data)) throw corruptCall(storage, key, "it is not a call");
  return data;
}

/**
 * Decodes the record of a call, and checks that it belongs to its key.
 *
 * @throws {CorruptRecordError} `CORRUPT_RECORD` if the record is not a call, or belongs to another key.
 */
export function checkedCallData(storage: StorageBackend, key: string, found: NonNullable<FoundRecord>): CallData {
  const data = callData(storage, key, found);
  const actual = callKey(data);
  if (actual !== key) throw corruptCall(storage, key, `its key is ${actual}`);
  return data;
}

/**
 * Returns the result that is stored in a call's record, in an array of one item; `undefined` if there is none, or if the fingerprint
 * differs.
 */
export function inlineResult(
  { data, types }: PeekedCall,
  fingerprint: string | undefined,
): readonly [unknown] | undefined {
  let call: Partial<CallData> | null;
  try {
    call = (types === undefined ? data : decodeValue(data, types)) as Partial<CallData> | null;
  } catch {
    return undefined; // The error is reported when the record is read through the queue.
  }
  return call && isOfText(call, fingerprint) ? call.inline?.result : undefined;
}

/** Tells whether a call was stored with a fingerprint; always true if none is given. */
export function isOfText(call: Pick<CallData, "fingerprint">, fingerprint: string | undefined): boolean {
  return fingerprint === undefined || call.fingerprint === fingerprint;
}

/** Converts a record to a call as the API returns it. */
export function storedCall(key: string, data: CallData, { createdAt, updatedAt, expiresAt }: StoredRecord): StoredCall {
  const { name, module, version, fingerprint, arguments: args, result, inline } = data;
  return {
    key,
    name,
    ...(module !== undefined && { module }),
    ...(version !== undefined && { version }),
    ...(fingerprint !== undefined && { fingerprint }),
    arguments: mapValues(args, (digest) => new ValueRef(digest)),
    ...(result !== undefined && { result: new ValueRef(result) }),
    metadata: inline?.metadata ?? {},
    createdAt: dateOf(parseTime(createdAt)),
    updatedAt: dateOf(parseTime(updatedAt)),
    ...(expiresAt !== undefined && { expiresAt: dateOf(expiresAt) }),
  };
}

/** Returns the digests of the values that a call refers to. */
export function digestsOfData({ arguments: args, result }: CallData): readonly string[] {
  return result === undefined ? Object.values(args) : [...Object.values(args), result];
}

/** Maps the values of an object and keeps its keys. */
export function mapValues<T, R>(
  values: Readonly<Record<string, T>>,
  map: (value: T, key: string) => R,
): Record<string, R> {
  const mapped: Record<string, R> = {};
  for (const key of Object.keys(values)) setProperty(mapped, key, map(values[key] as T, key));
  return mapped;
}

/** Creates the error for a record that is not a call, or not the call of its key. */
export function corruptCall(storage: StorageBackend, key: string, reason: string, cause?: unknown): CorruptRecordError {
  return new CorruptRecordError(key, storage.locate("calls", key), reason, cause, "Evict it, and save it again.");
}

const DIGEST = /^[0-9a-f]{64}$/;

function isCallData(data: JsonValue | unknown): data is CallData {
  if (typeof data !== "object" || data === null) return false;
  const {
    name,
    module,
    version,
    fingerprint,
    arguments: args,
    result,
  } = data as Partial<Record<keyof CallData, unknown>>;
  return (
    typeof name === "string" &&
    isTextOrAbsent(module) &&
    isTextOrAbsent(version) &&
    isTextOrAbsent(fingerprint) &&
    typeof args === "object" &&
    args !== null &&
    Object.values(args).every(isDigestText) &&
    (result === undefined || isDigestText(result))
  );
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

function isDigestText(value: unknown): boolean {
  return typeof value === "string" && DIGEST.test(value);
}
