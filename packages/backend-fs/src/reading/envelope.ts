import { isoTime } from "@results-manager/core/internal";
import type { FoundRecord, JsonValue, RecordContent, TypeTags } from "@results-manager/core/storage";
import { byteLengthOf, type FileContent } from "./file-content.ts";
import type { OddFile } from "./odd-file.ts";

/**
 * Text of a record's file. The first three fields are those of the Python `results_manager`; a file with no other fields is version 1 and
 * never expires.
 */
interface Envelope {
  readonly model_type: string;
  readonly namespace: string;
  readonly data: JsonValue;
  /** Number of bytes after the text; where it is present, those bytes are the data. */
  readonly bytes?: number | undefined;
  readonly version?: number | undefined;
  readonly types?: TypeTags | undefined;
  readonly created_at?: string | undefined;
  readonly updated_at?: string | undefined;
  readonly expires_at?: string | undefined;
}

/** Content whose data is bytes; the frame has those before and after them in the file. */
export interface FramedContent extends RecordContent {
  readonly frame?: { readonly before: Uint8Array; readonly after: Uint8Array } | undefined;
  /** Temp file that has all of the content but its text, for which a user block of the least size is free. */
  readonly staged?: string | undefined;
}

/** Beginning of every record that this library or the Python library writes. */
const BEGINNING = /^\s*\{\s*"model_type"\s*:/;
/** Beginning of every record that this library writes; the Python library indents by other widths. */
const OWN_BEGINNING = /^\{\n "model_type":/;
/** Beginning of a JSON object or array of any program. */
const JSON_BEGINNING = /^\s*[[{]/;
/** End of the text of a record. */
const END = "\n}\n";
/** Minimum size of a user block; larger ones are powers of two. */
export const USER_BLOCK = 512;

/**
 * Formats the file of a record: indented JSON, and binary data after it, unchanged.
 *
 * @param isUserBlock pads the text to the size of a user block.
 * @throws {RangeError} when the text is longer than the longest string.
 */
export function formatEnvelope(content: FramedContent, createdAt: string, isUserBlock = false): FileContent {
  const { modelName, namespace, data, version, types, updatedAt, expiresAt, frame, staged } = content;
  const bytes = data instanceof Uint8Array ? (frame ? [frame.before, data, frame.after] : [data]) : undefined;
  const envelope: Envelope = {
    model_type: modelName,
    namespace,
    data: data instanceof Uint8Array ? null : data,
    bytes: bytes && byteLengthOf({ text: "", bytes }),
    version,
    types,
    created_at: createdAt,
    updated_at: updatedAt,
    expires_at: expiresAt === undefined ? undefined : isoTime(expiresAt),
  };
  const text = `${JSON.stringify(envelope, null, 1)}\n`;
  if (!isUserBlock) return { text, bytes };
  const block = padded(text);
  return { text: block, bytes, staged: block.length === USER_BLOCK ? staged : undefined };
}

/** Pads the text of a record before its end. */
function padded(text: string): string {
  const length = Buffer.byteLength(text);
  let size = USER_BLOCK;
  while (size < length) size *= 2;
  return text.slice(0, -END.length) + " ".repeat(size - length) + END;
}

/**
 * Tells whether a file may be a damaged record rather than another program's file: it begins like a record, or a power failure left it
 * empty or filled with zeros.
 */
export function looksLikeRecord(text: string): boolean {
  return text === "" || BEGINNING.test(text) || /^\0*$/.test(text);
}

/** Tells, by the beginning of its text, whether this library wrote a record. */
export function isOwnRecord(text: string): boolean {
  return OWN_BEGINNING.test(text);
}

/**
 * Tells whether a file belongs to another program, so that no call may remove it: a folder, or JSON that neither is a record nor begins
 * like one.
 */
export function isForeign(existing: FileContent | OddFile, found: NonNullable<FoundRecord>): boolean {
  if (found.corrupt === undefined || found.cause instanceof SyntaxError) return false;
  if ("odd" in existing) return existing.isFolder || isOtherJson(existing.beginning);
  return existing.malformed ? isOtherJson(existing.text) : !looksLikeRecord(existing.text);
}

function isOtherJson(text: string): boolean {
  return JSON_BEGINNING.test(text) && !looksLikeRecord(text);
}
