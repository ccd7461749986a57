import { given } from "../errors/given.ts";
import type { FoundRecord } from "./record.ts";

/** Tells whether a record has expired, which makes it absent. A record is valid until `expiresAt`, exclusive. */
export function isExpired(expiresAt: number | undefined, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

/** Returns the record, or `undefined` if it is absent or has expired. */
export function unlessExpired(found: FoundRecord, now: number): FoundRecord {
  return found && found.corrupt === undefined && isExpired(found.expiresAt, now) ? undefined : found;
}

/**
 * Expiry time of a record written now, in milliseconds.
 *
 * @throws {RangeError} when `ttlSeconds` is not a positive finite number.
 * @throws {TypeError} when it is not a number.
 */
export function expiryOf(ttlSeconds: number | undefined, now: number): number | undefined {
  if (ttlSeconds === undefined) return undefined;
  if (typeof ttlSeconds !== "number") throw new TypeError(`ttlSeconds must be a number, got ${given(ttlSeconds)}.`);
  const expiresAt = Math.ceil(now + toWholeMs(ttlSeconds));
  if (ttlSeconds > 0 && Number.isFinite(ttlSeconds) && expiresAt <= 8.64e15) return expiresAt;
  throw new RangeError(`ttlSeconds must be a positive finite number of seconds, got ${given(ttlSeconds)}.`);
}

/** Converts seconds to whole milliseconds, rounded up except for rounding errors: 2.007 * 1000 exceeds 2007, but means 2007. */
function toWholeMs(seconds: number): number {
  const ms = seconds * 1000;
  const nearest = Math.round(ms);
  return Math.abs(ms - nearest) <= ms * 2 * Number.EPSILON ? nearest : Math.ceil(ms);
}
