import { allowsRemoval, type RecordRemoval } from "@results-manager/core/storage";
import type { RecordStatements } from "./driver/record-statements.ts";
import { findRecord } from "./write-record.ts";

/** Removes a record if the condition holds at `now`; tells whether it was there. An `unchanged` condition requires a transaction. */
export function removeRecord(statements: RecordStatements, removal: RecordRemoval, now: number): boolean {
  const { key, condition } = removal;
  if (condition === "expired") return statements.removeExpired.run(key, now).changes === 1;
  if (condition === "any") {
    if (statements.removeLiving.run(key, now).changes === 1) return true;
    statements.removeExpired.run(key, now); // An expired record is removed, too, but counts as absent.
    return false;
  }
  const found = findRecord(statements, key);
  if (!found || !allowsRemoval(removal, found, now)) return false;
  return statements.remove.run(key).changes === 1;
}
