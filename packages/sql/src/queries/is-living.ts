import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from "kysely";
import type { RecordTable } from "../tables/tables.ts";
import { parameter } from "./parameter.ts";

const now = parameter<number>("now");

/** Condition that a row has not expired. → now */
export function isLiving(
  eb: ExpressionBuilder<Record<"results", RecordTable>, "results">,
): ExpressionWrapper<Record<"results", RecordTable>, "results", SqlBool> {
  return eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]);
}
