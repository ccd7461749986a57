import { parseTime, type RecordUsage } from "@results-manager/core";

/** What is read of the use of an entry. Whoever else writes to the table may have put anything there. */
export type UseRow = readonly [id: string, bytes: unknown, updatedAt: unknown, usedAt: unknown, expiresAt: unknown];

/** The use of an entry: what was never written down counts as used at the beginning of time. */
export function toUse([key, bytes, updatedAt, usedAt, expiresAt]: UseRow): RecordUsage {
  return {
    key,
    bytes: typeof bytes === "number" ? bytes : 0,
    usedAt: Math.max(timeOf(updatedAt), timeOf(usedAt)),
    expiresAt: typeof expiresAt === "number" ? expiresAt : undefined,
  };
}

function timeOf(text: unknown): number {
  return (typeof text === "string" && parseTime(text)) || 0;
}
