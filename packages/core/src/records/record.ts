import type { JsonValue } from "../codec/json-value.ts";
import type { TypeTags } from "../codec/type-tags.ts";

/** Data of a record: JSON or raw bytes. */
export type RecordData = JsonValue | Uint8Array;

/** Content of a record, which a medium stores under a key. */
export interface RecordContent {
  /** Name of the model. */
  readonly modelName: string;
  /** Namespace of the model. */
  readonly namespace: string;
  /** Version of the model that wrote the record. */
  readonly version: number;
  /** Encoded data. It must not be modified. */
  readonly data: RecordData;
  /** Types that plain JSON cannot express; absent if there are none. */
  readonly types?: TypeTags | undefined;
  /** Creation time, ISO 8601. A replaced record passes its own on, unless it had expired. */
  readonly createdAt: string;
  /** Time of the last write, ISO 8601. */
  readonly updatedAt: string;
  /** Expiry time in milliseconds since the Unix epoch; absent for a record that does not expire. */
  readonly expiresAt?: number | undefined;
}

/** Token of one version of a record, returned by a read, to detect later whether the record has changed. */
export type Revision = string | number | object;

/** Record that was read. */
export interface StoredRecord extends RecordContent {
  readonly corrupt?: undefined;
  readonly revision: Revision;
  /** Size of the data as it is stored, if the medium knows it: in characters of text, or in bytes. */
  readonly size?: number | undefined;
}

/** Stored content that is not a valid record. It counts as existing. */
export interface CorruptRecord {
  /** Reason why it is corrupt. */
  readonly corrupt: string;
  readonly cause?: unknown;
  readonly revision: Revision;
}

/** Result of a read of one key. */
export type FoundRecord = StoredRecord | CorruptRecord | undefined;
