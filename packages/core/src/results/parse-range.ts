import { given } from "../errors/given.ts";
import { parseId, type ResultId } from "../ids/result-id.ts";
import { checkOptions } from "../options/check-options.ts";
import type { ScanRange } from "../records/storage-backend.ts";
import { IDS_OPTIONS } from "./option-names.ts";
import type { IdsOptions } from "./results-options.ts";

/** Canonical form of an optional prefix. @throws {InvalidIdError} `INVALID_ID`. */
export function parsePrefix(prefix: ResultId | undefined): string | undefined {
  return prefix === undefined ? undefined : parseId(prefix);
}

/** Checks the arguments of a listing. @throws as {@link parsePrefix}; {@link RangeError} for an invalid `limit`. */
export function parseRange(prefix: ResultId | undefined, options: IdsOptions): ScanRange {
  checkOptions(options, IDS_OPTIONS, "ids");
  const { after, limit } = options;
  return { prefix: parsePrefix(prefix), after: parsePrefix(after), limit: checkLimit(limit) };
}

function checkLimit(limit: number | undefined): number | undefined {
  if (limit === undefined || (Number.isInteger(limit) && limit >= 0)) return limit;
  throw new RangeError(`limit must be a whole number from 0, got ${given(limit)}.`);
}
