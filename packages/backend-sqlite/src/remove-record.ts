import { allowsRemoval, type RecordRemoval } from "@results-manager/core";
import type { RecordStatements } from "./driver/record-statements.ts";
import { findRecord } from "./write-record.ts";

/** Removes a record where its condition holds at `now`; tells whether it was there. Within a transaction, where it has to be unchanged. */
export function removeRecord(statements: RecordStatements, removal: RecordRemoval, now: number): boolean {
  const { key, condition } = removal;
  if (condition === "expired") return statements.removeExpired.run(key, now).changes === 1;
  if (condition === "any") {
    if (statements.removeLiving.run(key, now).changes === 1) return true;
    statements.removeExpired.run(key, now); // It goes, too, but was not there.
    return false;
  }
  const found = findRecord(statements, key);
  if (!found || !allowsRemoval(removal, found, now)) return false;
  return statements.remove.run(key).changes === 1;
}
