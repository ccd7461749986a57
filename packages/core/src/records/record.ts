import type { JsonValue } from "../codec/json-value.ts";
import type { TypeTags } from "../codec/type-tags.ts";

/** What a record holds: JSON, or bytes as they are. */
export type RecordData = JsonValue | Uint8Array;

/** What a medium keeps under a key. */
export interface RecordContent {
  /** The name of the model. */
  readonly modelName: string;
  /** The namespace of the model. */
  readonly namespace: string;
  /** The version of the model that wrote it. */
  readonly version: number;
  /** The encoded data. It belongs to the record: nobody changes it. */
  readonly data: RecordData;
  /** What plain JSON cannot tell of the data; absent where there is nothing. */
  readonly types?: TypeTags | undefined;
  /** ISO 8601. A medium keeps that of the record it replaces, unless that one had expired. */
  readonly createdAt: string;
  /** ISO 8601. */
  readonly updatedAt: string;
  /** Milliseconds since the Unix epoch; absent where it does not expire. */
  readonly expiresAt?: number | undefined;
}

/** A token that a medium gives with a record it read; it tells later whether the record is still the same. */
export type Revision = string | number | object;

/** A record as it was read. */
export interface StoredRecord extends RecordContent {
  readonly corrupt?: undefined;
  readonly revision: Revision;
}

/** Something that stands where a record should. It counts as being there. */
export interface CorruptRecord {
  /** What is wrong with it. */
  readonly corrupt: string;
  readonly cause?: unknown;
  readonly revision: Revision;
}

/** What a read finds under a key. */
export type FoundRecord = StoredRecord | CorruptRecord | undefined;
