import { isDate, timeOf } from "../codec/built-ins.ts";
import { compareCodePoints } from "../ids/compare-code-points.ts";

/** Ranks of types in the total order of values. */
export const RANK = { missing: 0, null: 1, false: 2, true: 3, number: 4, date: 5, text: 6, other: 7 } as const;

/** Rank of the type of a value. `undefined` is a missing value; numbers and bigints are of one type. */
export function rankOf(value: unknown): number {
  switch (typeof value) {
    case "undefined":
      return RANK.missing;
    case "boolean":
      return value ? RANK.true : RANK.false;
    case "number":
    case "bigint":
      return RANK.number;
    case "string":
      return RANK.text;
    case "object":
      if (value === null) return RANK.null;
      return isDate(value) ? RANK.date : RANK.other;
    default:
      return RANK.other;
  }
}

/**
 * Compares two values of any type: missing, `null`, `false`, `true`, numbers, dates, text, all others, which are equal here. Within numbers
 * `NaN` is last, within dates an invalid one; -0 equals 0, and a bigint the number of that size. Text is compared by code point.
 */
export function compareValues(a: unknown, b: unknown): number {
  const rank = rankOf(a);
  const difference = rank - rankOf(b);
  if (difference !== 0) return difference;
  switch (rank) {
    case RANK.number:
      return compareNumbers(a as number | bigint, b as number | bigint);
    case RANK.date:
      return compareNumbers(timeOf(a as Date), timeOf(b as Date));
    case RANK.text:
      return compareCodePoints(a as string, b as string);
    default:
      return 0;
  }
}

/** Tells whether two values are equal for a condition. Only values with an order are. */
export function equals(a: unknown, b: unknown): boolean {
  return rankOf(a) !== RANK.other && compareValues(a, b) === 0;
}

/** Compares two values of one type that has ranges; `undefined` for others, which are in no range: so is `NaN`, and an invalid date. */
export function compareInRange(a: unknown, b: unknown): number | undefined {
  const rank = rankOf(a);
  if (rank < RANK.number || rank > RANK.text || rank !== rankOf(b) || isNotANumber(a) || isNotANumber(b))
    return undefined;
  return compareValues(a, b);
}

/** Tells whether a value is `NaN` or an invalid date. */
export function isNotANumber(value: unknown): boolean {
  return Number.isNaN(typeof value === "object" && value !== null && isDate(value) ? timeOf(value) : value);
}

function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
