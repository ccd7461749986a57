import type { FoundRecord } from "./record.ts";

/** Expired means absent; this is the one place that decides it. A record lives up to, not including, `expiresAt`. */
export function isExpired(expiresAt: number | undefined, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

/** The record, or `undefined` where it is absent or has expired. */
export function unlessExpired(found: FoundRecord, now: number): FoundRecord {
  return found && found.corrupt === undefined && isExpired(found.expiresAt, now) ? undefined : found;
}

/**
 * When something written now expires, to the millisecond.
 *
 * @throws {RangeError} when `ttlSeconds` is not a positive finite number.
 * @throws {TypeError} when it is no number.
 */
export function expiryOf(ttlSeconds: number | undefined, now: number): number | undefined {
  if (ttlSeconds === undefined) return undefined;
  if (typeof ttlSeconds !== "number") throw new TypeError(`ttlSeconds must be a number, got ${typeof ttlSeconds}.`);
  const expiresAt = Math.ceil(now + wholeMs(ttlSeconds));
  if (ttlSeconds > 0 && Number.isFinite(ttlSeconds) && expiresAt <= 8.64e15) return expiresAt;
  throw new RangeError(`ttlSeconds must be a positive finite number of seconds, got ${ttlSeconds}.`);
}

/** Seconds as milliseconds, begun ones too: 2.007 times 1000 is a little more than 2007, and is meant to be 2007. */
function wholeMs(seconds: number): number {
  const ms = seconds * 1000;
  const nearest = Math.round(ms);
  return Math.abs(ms - nearest) <= ms * 2 * Number.EPSILON ? nearest : Math.ceil(ms);
}
