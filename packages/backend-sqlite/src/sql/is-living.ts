import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from "kysely";
import { parameter } from "./parameter.ts";
import type { RecordTable } from "./tables.ts";

const now = parameter<number>("now");

/** Condition that a row has not expired. → now */
export function isLiving(
  eb: ExpressionBuilder<Record<"results", RecordTable>, "results">,
): ExpressionWrapper<Record<"results", RecordTable>, "results", SqlBool> {
  return eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]);
}
