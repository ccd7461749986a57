import type { FaceName, StoredSchema } from "results-manager";
import type { TransferRecord } from "./face-records.ts";

/** Part of what is imported, with its place there for messages: a record, the schema of a model, or an error in place of a record. */
export type Incoming = { readonly place: string } & (
  | { readonly face: FaceName; readonly record: TransferRecord; readonly size: number }
  | { readonly schema: StoredSchema }
  | { readonly error: Error }
);
