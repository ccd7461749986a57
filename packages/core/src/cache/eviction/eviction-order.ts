import { isExpired } from "../../records/expiry.ts";
import type { RecordUsage } from "../../records/usage.ts";
import type { CacheBounds } from "../cache-options.ts";

/** Greatest expected difference between the clocks of processes that share a store. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * Sorts entries by eviction order: expired ones, ones that exceed the limit alone, then by time of use. A time in the future was recorded
 * before the clock was set back, and sorts before all others.
 */
export function inEvictionOrder(
  uses: RecordUsage[],
  now: number,
  { maxBytes = Number.POSITIVE_INFINITY }: Pick<CacheBounds, "maxBytes">,
): RecordUsage[] {
  const rank = ({ usedAt, expiresAt, bytes }: RecordUsage): number => {
    if (isExpired(expiresAt, now) || bytes > maxBytes) return -Number.MAX_VALUE;
    return usedAt > now + CLOCKS_DIFFER_MS ? usedAt - Number.MAX_SAFE_INTEGER : usedAt;
  };
  return uses.sort((a, b) => rank(a) - rank(b));
}
