import { isExpired } from "./expiry.ts";
import type { FoundRecord } from "./record.ts";
import type { RecordRemoval, RecordWrite } from "./storage-backend.ts";

/** Tells whether the condition of a write holds; `found` is the stored record, unless it has expired. */
export function allowsWrite({ condition }: RecordWrite, found: FoundRecord): boolean {
  if (condition === "any") return true;
  return condition === "absent" ? found === undefined : found?.revision === condition.unchanged;
}

/** Tells whether the condition of a removal holds; `found` is the stored record, even if it has expired. */
export function allowsRemoval({ condition }: RecordRemoval, found: FoundRecord, now: number): boolean {
  if (found === undefined) return false;
  if (condition === "any") return true;
  if (condition === "expired") return found.corrupt === undefined && isExpired(found.expiresAt, now);
  return found.revision === condition.unchanged;
}
