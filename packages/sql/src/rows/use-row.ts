import { parseTime } from "@results-manager/core/internal";
import type { RecordUsage } from "@results-manager/core/storage";

/** Row of the use of an entry. Types are unknown, since other programs may write to the table. */
export type UseRow = readonly [id: string, bytes: unknown, updatedAt: unknown, usedAt: unknown, expiresAt: unknown];

/** Converts a row to the use of an entry; a missing time counts as the epoch. */
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
