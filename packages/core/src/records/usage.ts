import type { JsonValue } from "../codec/json-value.ts";
import type { RecordContent } from "./record.ts";

/** How much of a space is in use, and since when: what those who keep it within bounds go by. */
export interface RecordUsage {
  readonly key: string;
  /** What the record takes on the medium, as far as it can tell. */
  readonly bytes: number;
  /** When it was last written, or noted as used; milliseconds since the Unix epoch. */
  readonly usedAt: number;
  /** Where that can be told without reading the record. */
  readonly expiresAt?: number | undefined;
}

/** How much a space may hold; no end unless given. */
export interface SpaceBounds {
  readonly maxEntries?: number | undefined;
  readonly maxBytes?: number | undefined;
}

/** The records of a space as a medium in memory holds them. Whoever takes one out copies it; whoever puts one in hands it over. */
export interface SyncRecords {
  get(key: string): RecordContent | undefined;
  set(key: string, record: RecordContent): void;
  delete(key: string): void;
}

/** Of what is nested too deep to be written, which others may have stored: as much as a text may have. */
const UNTOLD_BYTES = 2 ** 29;

/** What a record takes, where a medium does not know better: its key, and its data as JSON or the bytes it is. */
export function bytesOf(key: string, { data }: Pick<RecordContent, "data">): number {
  return Buffer.byteLength(key) + (data instanceof Uint8Array ? data.byteLength : bytesOfJson(data));
}

function bytesOfJson(data: JsonValue): number {
  try {
    return Buffer.byteLength(JSON.stringify(data));
  } catch (error) {
    if (error instanceof RangeError) return UNTOLD_BYTES;
    throw error;
  }
}
