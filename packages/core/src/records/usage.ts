import type { JsonValue } from "../codec/json-value.ts";
import type { RecordContent } from "./record.ts";

/** Size and last use of a record, from which the eviction selects. */
export interface RecordUsage {
  readonly key: string;
  /** Size of the record on the medium, as far as it is known. */
  readonly bytes: number;
  /** Time of the last write or recorded use, in milliseconds since the Unix epoch. */
  readonly usedAt: number;
  /** Expiry time, if it is known without reading the record. */
  readonly expiresAt?: number | undefined;
}

/** Bounds of a space; unbounded by default. */
export interface SpaceBounds {
  readonly maxEntries?: number | undefined;
  readonly maxBytes?: number | undefined;
}

/** Records of a space in memory, not copied: `get` returns the stored object, `set` stores the passed one. */
export interface SyncRecords {
  get(key: string): RecordContent | undefined;
  set(key: string, record: RecordContent): void;
  delete(key: string): void;
}

/** Size of data nested too deeply for JSON.stringify, which other programs may have stored: the maximum length of a string. */
const UNKNOWN_BYTES = 2 ** 29;

/** Estimates the size of a record: its key, and its data as JSON or raw bytes. */
export function bytesOf(key: string, { data }: Pick<RecordContent, "data">): number {
  return Buffer.byteLength(key) + (data instanceof Uint8Array ? data.byteLength : bytesOfJson(data));
}

function bytesOfJson(data: JsonValue): number {
  try {
    return Buffer.byteLength(JSON.stringify(data));
  } catch (error) {
    if (error instanceof RangeError) return UNKNOWN_BYTES;
    throw error;
  }
}
