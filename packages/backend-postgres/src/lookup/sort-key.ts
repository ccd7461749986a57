import type { StoredInterval } from "@results-manager/core/storage";
import { RANK } from "@results-manager/sql";

const NUMBER_BYTES = 9;
/** Sorts behind all keys of a rank: no byte of UTF-8, and no first byte of a number that an index has. */
const LAST = 0xff;

/**
 * Key of a stored value, as `result_key` of the server makes it: the rank, then the number or text so that keys compare by their bytes as
 * the values do.
 */
export function sortKey(rank: number, value?: number | string): Buffer {
  if (typeof value === "string") return Buffer.concat([Buffer.from([rank]), Buffer.from(value)]);
  if (value === undefined) return Buffer.from([rank]);
  const key = Buffer.alloc(NUMBER_BYTES, rank);
  key.writeDoubleBE(value + 0, 1); // -0 is 0.
  if (value < 0) for (let i = 1; i < NUMBER_BYTES; i++) key[i] = ~(key[i] as number);
  else key[1] = (key[1] as number) ^ 0x80;
  return key;
}

/** Key of a value of a cursor; `undefined` where an index may not have it. */
export function keyOfValue(value: unknown): Buffer | undefined {
  if (value === undefined) return sortKey(RANK.missing);
  if (value === null) return sortKey(RANK.null);
  if (typeof value === "boolean") return sortKey(value ? RANK.true : RANK.false);
  if (typeof value === "number") return Number.isNaN(value) ? undefined : sortKey(RANK.number, value);
  if (typeof value === "string") return value.isWellFormed() ? sortKey(RANK.text, value) : undefined;
  return undefined;
}

/** First and last key of the values of an interval. */
export function keysOf({ rank, from, to }: StoredInterval): { readonly low: Buffer; readonly high: Buffer } {
  const hasValues = rank === RANK.number || rank === RANK.text;
  return {
    low: sortKey(rank, from),
    high: to === undefined ? (hasValues ? Buffer.from([rank, LAST]) : sortKey(rank)) : sortKey(rank, to),
  };
}

/** Key behind those of all values. */
export const LAST_KEY: Buffer = Buffer.from([LAST]);
