import { parseTime } from "../../codec/built-ins.ts";
import { unlessExpired } from "../../records/expiry.ts";
import type { FoundRecord } from "../../records/record.ts";
import { bytesOf, type RecordUsage } from "../../records/usage.ts";
import type { Outcome } from "../../scheduling/batch.ts";

/** Tells which of the records that were read exist and have not expired. */
export function presenceOf(found: readonly Outcome<FoundRecord>[], now: number): Outcome<boolean>[] {
  return found.map((record) => (record instanceof Error ? record : unlessExpired(record, now) !== undefined));
}

/** Returns size and time of the last write of the records that were read; damaged ones are left out. */
export function usagesOf(keys: readonly string[], found: readonly Outcome<FoundRecord>[]): RecordUsage[] {
  return found.flatMap((record, i): RecordUsage[] => {
    if (!record || record instanceof Error || record.corrupt !== undefined) return [];
    const key = keys[i] as string;
    return [{ key, bytes: bytesOf(key, record), usedAt: parseTime(record.updatedAt), expiresAt: record.expiresAt }];
  });
}
