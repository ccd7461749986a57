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

/** What the record of a call holds. SQL media find calls by its digests. */
export interface CallData extends CallIdentity {
  readonly fingerprint?: string;
  /** A digest. */
  readonly result?: string;
  /** Digests of what is said, by subject and name. */
  readonly metadata?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Values that are at hand without another read. */
  readonly inline?: InlineValues;
}

/** Values that stand in the record itself. */
export interface InlineValues {
  readonly metadata?: CallMetadata;
  /** The result, where it is small. An array of one, so that `undefined` is one, too. */
  readonly result?: readonly [unknown];
}

/** The record of a call. */
export function callContent(data: CallData, now: number, expiresAt: number | undefined): RecordContent {
  const { data: encoded, types } = encodeValue(data);
  return internalContent("call", encoded, now, { types, expiresAt });
}

/**
 * What the record of a call says.
 *
 * @throws {CorruptRecordError} `CORRUPT_RECORD` for what is no call, or not the one of its key.
 */
export function callData(storage: StorageBackend, key: string, found: NonNullable<FoundRecord>): CallData {
  if (found.corrupt !== undefined) throw corruptCall(storage, key, found.corrupt, found.cause);
  let data: unknown;
  try {
    data = decodeValue(found.data, found.types);
  } catch (cause) {
    throw corruptCall(storage, key, "its types do not fit its data", cause);
  }
  if (!isCallData(data)) throw corruptCall(storage, key, "it is no call");
  return data;
}

/** The same, once it is certain that it is the call of its key. */
export function checkedCallData(storage: StorageBackend, key: string, found: NonNullable<FoundRecord>): CallData {
  const data = callData(storage, key, found);
  const actual = callKey(data);
  if (actual !== key) throw corruptCall(storage, key, `its key is ${actual}`);
  return data;
}

/**
 * The result that stands in the record of a call, in an array of one; `undefined` where none does, or where it is that of another text of the
 * function.
 */
export function inlineResult(
  { data, types }: PeekedCall,
  fingerprint: string | undefined,
): readonly [unknown] | undefined {
  let call: Partial<CallData> | null;
  try {
    call = (types === undefined ? data : decodeValue(data, types)) as Partial<CallData> | null;
  } catch {
    return undefined; // Whoever reads the record says what is wrong with it.
  }
  return call && isOfText(call, fingerprint) ? call.inline?.result : undefined;
}

/** Tells whether a call was stored by this text of the function; by any, where none is told. */
export function isOfText(call: Pick<CallData, "fingerprint">, fingerprint: string | undefined): boolean {
  return fingerprint === undefined || call.fingerprint === fingerprint;
}

/** A call as it is handed out. */
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

/** The digests of the values that the record of a call refers to; none where it is damaged. */
export function digestsOfCall(found: FoundRecord): readonly string[] {
  return found && found.corrupt === undefined && isCallData(found.data) ? digestsOfData(found.data) : [];
}

/** The digests of the values that a call refers to. */
export function digestsOfData({ arguments: args, result }: CallData): readonly string[] {
  return result === undefined ? Object.values(args) : [...Object.values(args), result];
}

/** An object with the same keys. */
export function mapValues<T, R>(
  values: Readonly<Record<string, T>>,
  map: (value: T, key: string) => R,
): Record<string, R> {
  const mapped: Record<string, R> = {};
  for (const key of Object.keys(values)) setProperty(mapped, key, map(values[key] as T, key));
  return mapped;
}

/** The error for a record that is no call, or another one. */
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
