import { statSync } from "node:fs";
import { DEFAULT_NAMESPACE } from "@results-manager/core";
import { type EncodedValue, encodeValue, isoTime, parsePythonJson, parseTime } from "@results-manager/core/internal";
import type {
  CorruptRecord,
  FoundRecord,
  JsonValue,
  RecordData,
  StoredRecord,
  TypeTags,
} from "@results-manager/core/storage";
import { byteLengthOf, type FileContent, revisionOf } from "./file-content.ts";

/** Parsed text of a record. The Python library knows and writes only the first three keys. */
type Parsed = Readonly<Record<string, unknown>>;

const NO_BYTES = new Uint8Array();

/** Parses the file of a record. The text itself is the revision. */
export function parseEnvelope(content: FileContent, path: string): NonNullable<FoundRecord> {
  const { text, bytes } = content;
  if (content.malformed) return corrupt(content, "its bytes are not valid UTF-8");
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (cause) {
    return corrupt(content, text === "" ? "the file is empty" : "it is not JSON", cause);
  }
  const defect = findDefect(parsed);
  if (defect) return corrupt(content, `it is not a record: ${defect}`);
  const envelope = parsed as Parsed;
  if (!isOwnEnvelope(envelope)) return pythonRecord(envelope, content, path);
  const byteLength = byteLengthOf(content);
  if (envelope.bytes === undefined && byteLength === 0) return recordOf(envelope, envelope.data as JsonValue, text);
  if (envelope.bytes !== byteLength) return corrupt(content, `it ends with ${byteLength} bytes, not ${envelope.bytes}`);
  return withRevision(recordOf(envelope, bytes?.[0] ?? NO_BYTES, text), content);
}

/** Adds a revision that is computed on demand: hashing bytes takes time, and few callers need it. */
function withRevision(record: Omit<StoredRecord, "revision">, content: FileContent): StoredRecord {
  return {
    ...record,
    get revision() {
      return revisionOf(content);
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // This library writes strict JSON. Python writes `NaN` and `Infinity`, too.
    if (text.includes("NaN") || text.includes("Infinity")) return parsePythonJson(text);
    throw error;
  }
}

/** Tells whether this library wrote a record: then it always has these fields. */
function isOwnEnvelope({ version, created_at, updated_at }: Parsed): boolean {
  return isVersion(version) && isTime(created_at) && (updated_at === created_at || isTime(updated_at));
}

function recordOf(ours: Parsed, data: RecordData, revision: string): StoredRecord {
  const { model_type, namespace, version, types, created_at, updated_at, expires_at } = ours;
  return {
    modelName: model_type as string,
    namespace: (namespace ?? DEFAULT_NAMESPACE) as string,
    version: version as number,
    data,
    types: (types ?? undefined) as TypeTags | undefined, // Decoding validates them.
    createdAt: created_at as string,
    updatedAt: updated_at as string,
    expiresAt: typeof expires_at === "string" ? parseTime(expires_at) : undefined,
    revision,
  };
}

/** Builds a record from a file of the Python library, which knows three keys. Other keys count only where their values are valid. */
function pythonRecord(parsed: Parsed, content: FileContent, path: string): NonNullable<FoundRecord> {
  const { text } = content;
  let encoded: EncodedValue;
  try {
    encoded = encodeValue((parsePythonJson(text, parsed) as { readonly data: unknown }).data);
  } catch (cause) {
    return corrupt(content, "its data cannot be represented in a record", cause);
  }
  const { version, types, created_at, updated_at } = parsed;
  const { createdAt, updatedAt } = fileTimes(path);
  const whole = {
    ...parsed,
    version: isVersion(version) ? version : 1,
    types: encoded.types ?? (isObject(types) ? types : undefined),
    created_at: isTime(created_at) ? created_at : createdAt,
    updated_at: isTime(updated_at) ? updated_at : updatedAt,
  };
  return withRevision(recordOf(whole, encoded.data, text), content);
}

/** Creation and modification time of a file; not every file system stores the creation time. */
function fileTimes(path: string): { readonly createdAt: string; readonly updatedAt: string } {
  const stats = statSync(path, { throwIfNoEntry: false });
  const changed = stats?.mtimeMs ?? 0;
  const made = stats?.birthtimeMs || changed;
  return { createdAt: isoTime(Math.min(made, changed)), updatedAt: isoTime(changed) };
}

/** Reason why parsed JSON is not a record. Checked by hand: this runs on every read, and a schema takes ten times as long. */
function findDefect(parsed: unknown): string | undefined {
  if (typeof parsed !== "object" || parsed === null) return "it is not an object";
  const { model_type, namespace, data, expires_at } = parsed as Parsed;
  if (typeof model_type !== "string") return "'model_type' is not a string";
  if (namespace !== undefined && namespace !== null && typeof namespace !== "string")
    return "'namespace' is not a string";
  if (data === undefined) return "'data' is missing";
  // Refused rather than ignored: a record with an expiry time must not live for ever.
  if (expires_at !== undefined && expires_at !== null && !isTime(expires_at)) return "'expires_at' is not a time";
  return undefined;
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(parseTime(value));
}

function isVersion(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function corrupt(content: FileContent, reason: string, cause?: unknown): CorruptRecord {
  return { corrupt: reason, cause, revision: revisionOf(content) };
}
