import { inspect } from "node:util";
import { NotAnIntegerError } from "../errors/cache-errors.ts";
import { given } from "../errors/given.ts";
import type { RecordContent } from "../records/record.ts";
import type { Clock } from "../time/clock.ts";
import type { CacheEntries } from "./cache-entries.ts";
import { type EntryLocator, entryOf, entryValue, withValue } from "./entry.ts";

/**
 * Checks the amount to add.
 *
 * @throws {NotAnIntegerError} `NOT_AN_INTEGER`; {@link TypeError} if it is not a number.
 */
export function checkDelta(key: string, delta: unknown): void {
  if (typeof delta !== "number") throw new TypeError(`delta must be a number, got ${given(delta)}.`);
  if (!Number.isSafeInteger(delta))
    throw new NotAnIntegerError(key, `delta must be a whole number, got ${given(delta)}`);
}

/** Result of an increment. */
interface Sum {
  readonly sum: number;
  readonly entry: RecordContent;
}

/** Adds to the integer of a key atomically, and returns the sum. @throws {NotAnIntegerError} `NOT_AN_INTEGER`. */
export function incrementEntry(
  entries: Pick<CacheEntries, "change">,
  storage: EntryLocator & { readonly clock: Clock },
  key: string,
  delta: number,
): Promise<number> {
  let sum = delta;
  const changing = entries.change(key, (living) => {
    const added = increment(storage, key, living, delta, storage.clock.now());
    sum = added.sum;
    return added.entry;
  });
  return changing ? changing.then(() => sum) : Promise.resolve(sum);
}

/** Adds to the integer of an entry; a missing one starts at `delta`. @throws {NotAnIntegerError} `NOT_AN_INTEGER`. */
function increment(
  storage: EntryLocator,
  key: string,
  living: RecordContent | undefined,
  delta: number,
  now: number,
): Sum {
  if (!living) {
    const sum = withoutSign(delta);
    return { sum, entry: entryOf(key, sum, { now, expiresAt: undefined }) };
  }
  const value = entryValue(storage, key, living, undefined);
  if (!Number.isSafeInteger(value)) {
    const shown = inspect(value, { depth: 0, maxStringLength: 40, breakLength: Number.POSITIVE_INFINITY });
    throw new NotAnIntegerError(key, `its value must be a whole number, got ${shown}`);
  }
  const sum = withoutSign((value as number) + delta);
  if (Number.isSafeInteger(sum)) return { sum, entry: withValue(living, sum, now) };
  throw new NotAnIntegerError(key, `${value} + ${delta} is outside ±(2^53 − 1)`);
}

/** Returns 0 for -0, which JSON cannot represent. */
function withoutSign(sum: number): number {
  return sum === 0 ? 0 : sum;
}
