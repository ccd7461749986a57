import {
  type CorruptRecord,
  type FoundRecord,
  isoTime,
  type JsonValue,
  type RecordContent,
  type RecordData,
  type Space,
  type StoredRecord,
  type TypeTags,
} from "@results-manager/core";
import { type FileContent, revisionOf } from "./file-content.ts";

/**
 * What a record's file holds. The first three fields are those of the Python `results_manager`; files that have no others
 * are version 1 and never expire.
 */
interface Envelope {
  readonly model_type: string;
  readonly namespace: string;
  readonly data: JsonValue;
  /** How many bytes follow the text; they are the data then. */
  readonly bytes?: number | undefined;
  readonly version?: number | undefined;
  readonly types?: TypeTags | undefined;
  readonly created_at?: string | undefined;
  readonly updated_at?: string | undefined;
  readonly expires_at?: string | undefined;
}

const EPOCH = "1970-01-01T00:00:00.000Z";
/** How every record of ours, and of the Python library, begins. */
const BEGINNING = /^\s*\{\s*"model_type"\s*:/;

/** Tells whether records of a space may be bytes. */
export function hasBytes(space: Space): boolean {
  return space === "values";
}

/** What a record's file holds: JSON that a person can read, and bytes as they are. */
export function formatEnvelope(content: RecordContent, createdAt: string): FileContent {
  const { modelName, namespace, data, version, types, updatedAt, expiresAt } = content;
  const bytes = data instanceof Uint8Array ? data : undefined;
  const envelope: Envelope = {
    model_type: modelName,
    namespace,
    data: data instanceof Uint8Array ? null : data,
    bytes: bytes?.byteLength,
    version,
    types,
    created_at: createdAt,
    updated_at: updatedAt,
    expires_at: expiresAt === undefined ? undefined : isoTime(expiresAt),
  };
  return { text: `${JSON.stringify(envelope, null, 1)}\n`, bytes };
}

/** Reads what a record's file holds. The text itself is the revision: what reads the same is the same. */
export function parseEnvelope(content: FileContent): NonNullable<FoundRecord> {
  const { text, bytes } = content;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    return corrupt(content, text === "" ? "the file is empty" : "it is not JSON", cause);
  }
  const misfit = findMisfit(parsed);
  if (misfit) return corrupt(content, `it is not a record: ${misfit}`);
  const envelope = parsed as Envelope;
  if (envelope.bytes === undefined && bytes === undefined) return recordOf(envelope, envelope.data, text);
  const { byteLength } = bytes ?? NO_BYTES;
  if (envelope.bytes !== byteLength) return corrupt(content, `it ends with ${byteLength} bytes, not ${envelope.bytes}`);
  return {
    ...recordOf(envelope, bytes ?? NO_BYTES, text),
    // Bytes take their time to compare, and nearly nobody asks.
    get revision() {
      return revisionOf(content);
    },
  };
}

const NO_BYTES = new Uint8Array();

function recordOf(envelope: Envelope, data: RecordData, revision: string): StoredRecord {
  return {
    modelName: envelope.model_type,
    namespace: envelope.namespace,
    version: envelope.version ?? 1,
    data,
    types: envelope.types,
    createdAt: envelope.created_at ?? EPOCH,
    updatedAt: envelope.updated_at ?? EPOCH,
    expiresAt: envelope.expires_at === undefined ? undefined : Date.parse(envelope.expires_at),
    revision,
  };
}

/** What keeps parsed JSON from being an {@link Envelope}. By hand: every read pays for it, and a schema takes ten times as long. */
function findMisfit(parsed: unknown): string | undefined {
  if (typeof parsed !== "object" || parsed === null) return "it is not an object";
  const { model_type, namespace, data, version, types, created_at, updated_at, expires_at } = parsed as Partial<
    Record<keyof Envelope, unknown>
  >;
  if (typeof model_type !== "string") return "'model_type' is not a string";
  if (typeof namespace !== "string") return "'namespace' is not a string";
  if (data === undefined) return "'data' is missing";
  if (version !== undefined && !(Number.isInteger(version) && (version as number) >= 1))
    return "'version' is not a version";
  if (types !== undefined && !isStringRecord(types)) return "'types' does not name types";
  if (created_at !== undefined && typeof created_at !== "string") return "'created_at' is not a string";
  if (updated_at !== undefined && typeof updated_at !== "string") return "'updated_at' is not a string";
  if (expires_at !== undefined && Number.isNaN(Date.parse(String(expires_at)))) return "'expires_at' is not a time";
  return undefined;
}

function isStringRecord(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((item) => typeof item === "string")
  );
}

/** Tells a damaged record from a file of somebody else: records begin in one way, or are empty where the power went. */
export function looksLikeRecord(text: string): boolean {
  return text === "" || BEGINNING.test(text) || /^\0*$/.test(text);
}

/** Tells a file of somebody else: JSON that neither is a record nor begins like one. */
export function isForeign(text: string, found: NonNullable<FoundRecord>): boolean {
  return found.corrupt !== undefined && !(found.cause instanceof SyntaxError) && !looksLikeRecord(text);
}

function corrupt(content: FileContent, reason: string, cause?: unknown): CorruptRecord {
  return { corrupt: reason, cause, revision: revisionOf(content) };
}
