import type { RecordIndex } from "@results-manager/core/internal";
import { SqlRecordIndex } from "@results-manager/sql";
import { CallPeek } from "./call-peek.ts";
import type { Session } from "./session.ts";

/** Makes the index of the calls of a database. */
export function callIndex(
  session: Session,
  parts: Pick<ConstructorParameters<typeof SqlRecordIndex>[0], "alone" | "now">,
): RecordIndex {
  const peek = new CallPeek(session);
  return new SqlRecordIndex({
    ...parts,
    session,
    compile: async (pattern) => (await import("./call-pattern.ts")).compileCallPattern(pattern),
    peek: (key, now) => peek.peek(key, now),
  });
}
