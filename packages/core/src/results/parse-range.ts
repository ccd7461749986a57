import { given } from "../errors/given.ts";
import { parseId, type ResultId } from "../ids/result-id.ts";
import { checkOptions } from "../options/check-options.ts";
import type { IdRange } from "./lookup/scan-ids.ts";
import { IDS_OPTIONS } from "./option-names.ts";
import type { IdsOptions } from "./results-options.ts";

/** Canonical form of an optional prefix. @throws {InvalidIdError} `INVALID_ID`. */
export function parsePrefix(prefix: ResultId | undefined): string | undefined {
  return prefix === undefined ? undefined : parseId(prefix);
}

/** Checks the arguments of a listing. @throws as {@link idRange}. */
export function parseRange(prefix: ResultId | undefined, options: IdsOptions): IdRange {
  checkOptions(options, IDS_OPTIONS, "ids");
  return idRange(prefix, options);
}

/**
 * Makes the range of a listing.
 *
 * @throws as {@link parsePrefix}; {@link RangeError} for an invalid `limit`; {@link TypeError} for an invalid `order`.
 */
export function idRange(prefix: ResultId | undefined, { after, limit, order }: IdsOptions): IdRange {
  return {
    prefix: parsePrefix(prefix),
    after: parsePrefix(after),
    limit: checkLimit(limit),
    isDescending: checkOrder(order),
  };
}

/**
 * Tells whether the ids of a prefix are to be counted, rather than the results of a model or its name, which has options.
 *
 * @throws {TypeError} for options beside a prefix.
 */
export function isCountOfIds(of: unknown, options: unknown): of is ResultId | undefined {
  const isName = typeof of === "string" && options !== undefined;
  if (isName || (of !== undefined && typeof of !== "string" && !Array.isArray(of))) return false;
  if (options === undefined) return true;
  throw new TypeError(`count takes options beside a model, got them beside ${given(of)}: pass { prefix } instead.`);
}

/** Tells whether an order is descending. @throws {TypeError} for anything but `'asc'` and `'desc'`. */
export function checkOrder(order: unknown): boolean {
  if (order === undefined || order === "asc" || order === "desc") return order === "desc";
  throw new TypeError(`order must be 'asc' or 'desc', got ${given(order)}.`);
}

/** Checks a maximum number. @throws {RangeError} for anything but a whole number from 0. */
export function checkLimit(limit: number | undefined): number | undefined {
  if (limit === undefined || (Number.isInteger(limit) && limit >= 0)) return limit;
  throw new RangeError(`limit must be a whole number from 0, got ${given(limit)}.`);
}
