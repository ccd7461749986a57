import type { Kind } from "../scheduling/batch.ts";

/** Intent of an operation, which locks may treat differently. `update` reads, computes and writes. */
export type OperationIntent = "read" | "write" | "update";

/** Limits on the wait of an operation for its lock. */
export interface OperationOptions {
  /** Ends the wait for a lock. */
  readonly signal?: AbortSignal | undefined;
}

/** Intent of each kind of operation. */
export const INTENTS: Readonly<Record<Kind, OperationIntent>> = {
  read: "read",
  has: "read",
  write: "write",
  change: "write",
  remove: "write",
  confirm: "write",
};

/** Returns the key of an item. */
export function keyOf(item: string | { readonly key: string }): string {
  return typeof item === "string" ? item : item.key;
}
