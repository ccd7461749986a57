import {
  type FoundRecord,
  isoTime,
  type JsonValue,
  type RecordContent,
  type Space,
  type TypeTags,
} from "@results-manager/core";
import type { FileContent } from "./file-content.ts";
import type { OddFile } from "./odd-file.ts";

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

/** How every record of ours, and of the Python library, begins. */
const BEGINNING = /^\s*\{\s*"model_type"\s*:/;
/** How every record of ours begins: the Python library indents by other widths. */
const OWN_BEGINNING = /^\{\n "model_type":/;
/** How JSON begins that may be anything. */
const JSON_BEGINNING = /^\s*[[{]/;

/** Tells whether records of a space may be bytes. */
export function hasBytes(space: Space): boolean {
  return space === "values";
}

/**
 * What a record's file holds: JSON that a person can read, and bytes as they are.
 *
 * @throws {RangeError} when the text has more than a string may have.
 */
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
  const text = `${JSON.stringify(envelope, null, 1)}\n`;
  return { text, bytes };
}

/** Tells a damaged record from a file of somebody else: records begin in one way, or are empty where the power went. */
export function looksLikeRecord(text: string): boolean {
  return text === "" || BEGINNING.test(text) || /^\0*$/.test(text);
}

/** Tells a record that this library has written by how its text begins. */
export function isWrittenHere(text: string): boolean {
  return OWN_BEGINNING.test(text);
}

/** Tells a file of somebody else, which no call removes: a folder, and JSON that neither is a record nor begins like one. */
export function isForeign(standing: FileContent | OddFile, found: NonNullable<FoundRecord>): boolean {
  if (found.corrupt === undefined || found.cause instanceof SyntaxError) return false;
  if ("odd" in standing) return standing.isFolder || isOtherJson(standing.beginning);
  return standing.malformed ? isOtherJson(standing.text) : !looksLikeRecord(standing.text);
}

function isOtherJson(text: string): boolean {
  return JSON_BEGINNING.test(text) && !looksLikeRecord(text);
}
