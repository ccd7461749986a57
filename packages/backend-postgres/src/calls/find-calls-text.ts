import type { CallPattern } from "@results-manager/core/internal";
import { tokensOfPattern } from "../records/call-tokens.ts";
import { RECORD_COLUMNS } from "../records/record-texts.ts";
import { tableIn } from "../tables/names.ts";

/** Number of calls in a page. */
export const CALL_PAGE = 256;

/**
 * Builds the SQL that reads a page of living calls that match a pattern, in order. Its values are the key to begin after, the time, and, where
 * the pattern contains them, the name and the tokens.
 */
export function findCallsText(schema: string, pattern: CallPattern): string {
  const conditions = ["id > $1::text", "(expires_at is null or expires_at > $2::int8)"];
  if (pattern.name !== undefined) conditions.push("name = $3::text");
  if (tokensOfPattern(pattern).length > 0) conditions.push(`tokens @> $${conditions.length + 1}::text[]`);
  return `select ${RECORD_COLUMNS} from ${tableIn(schema, "calls")} where ${conditions.join(" and ")} order by id limit ${CALL_PAGE}`;
}
