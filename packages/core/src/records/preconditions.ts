import { isExpired } from "./expiry.ts";
import type { FoundRecord } from "./record.ts";
import type { RecordRemoval, RecordWrite } from "./storage-backend.ts";

/** Tells whether a write's condition holds; `found` is what lives there. */
export function allowsWrite({ condition }: RecordWrite, found: FoundRecord): boolean {
  if (condition === "any") return true;
  return condition === "absent" ? found === undefined : found?.revision === condition.unchanged;
}

/** Tells whether a removal's condition holds; `found` is what stands there, expired or not. */
export function allowsRemoval({ condition }: RecordRemoval, found: FoundRecord, now: number): boolean {
  if (found === undefined) return false;
  if (condition === "any") return true;
  if (condition === "expired") return found.corrupt === undefined && isExpired(found.expiresAt, now);
  return found.revision === condition.unchanged;
}
