import { given } from "../../errors/given.ts";
import type { CacheBounds } from "../cache-options.ts";

/**
 * Checks the limits of a cache, and drops other options.
 *
 * @throws {TypeError} if a limit is not a number, naming the option; {@link RangeError} if it is not an integer from 1.
 */
export function parseBounds({ maxEntries, maxBytes }: CacheBounds): CacheBounds {
  return { maxEntries: checkBound("maxEntries", maxEntries), maxBytes: checkBound("maxBytes", maxBytes) };
}

function checkBound(name: keyof CacheBounds, bound: unknown): number | undefined {
  if (bound === undefined) return undefined;
  if (typeof bound !== "number") throw new TypeError(`${name} must be a number, got ${given(bound)}.`);
  if (Number.isSafeInteger(bound) && bound > 0) return bound;
  throw new RangeError(`${name} must be a whole number from 1, got ${given(bound)}.`);
}
