import type { Narrowing, StoredTest } from "@results-manager/core/storage";
import { type RawBuilder, sql } from "kysely";

type Sql = RawBuilder<unknown>;

/** Makes the condition of a narrowing. @param testSql makes the condition of a test, which is that of a dialect. */
export function narrowingSql(narrowing: Narrowing, testSql: (test: StoredTest) => Sql): Sql {
  if (narrowing.kind === "any") return sql`true`;
  if (narrowing.kind === "within") return testSql(narrowing);
  const isAll = narrowing.kind === "all";
  const parts = narrowing.parts.map((part) => narrowingSql(part, testSql));
  if (parts.length === 0) return isAll ? sql`true` : sql`false`;
  return sql`(${sql.join(parts, isAll ? sql` and ` : sql` or `)})`;
}
