import type { RecordContent } from "../storage/storage-record.ts";

/** A result as it is stored, with its id: what travels between backends. */
export interface ResultRecord extends RecordContent {
  readonly id: string;
}
