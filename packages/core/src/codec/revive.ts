import { dateFromIso, dateOf } from "./built-ins.ts";
import { bytesFromBase64 } from "./bytes.ts";

const DIGITS = /^(?:0|-?[1-9]\d*)$/;
const NUMBERS: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["-0", -0],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/**
 * Creates the value of a type from its encoded data. Accepts only what `encodeValue` writes, so that damage is not read as another value.
 *
 * @throws {TypeError} for other data.
 */
export function revive(type: string, data: unknown): unknown {
  switch (type) {
    case "undefined":
      return data === null ? undefined : misfit(type, data);
    case "number":
      return NUMBERS.get(data) ?? misfit(type, data);
    case "bigint":
      return typeof data === "string" && DIGITS.test(data) ? BigInt(data) : misfit(type, data);
    case "Date":
      return dateFrom(data) ?? misfit(type, data);
    case "Map":
      return mapFrom(data) ?? misfit(type, data);
    case "Set":
      return setFrom(data) ?? misfit(type, data);
    default:
      return (typeof data === "string" ? bytesFromBase64(type, data) : undefined) ?? misfit(type, data);
  }
}

function dateFrom(data: unknown): Date | undefined {
  if (data === null) return dateOf(Number.NaN);
  return typeof data === "string" ? dateFromIso(data) : undefined;
}

function mapFrom(data: unknown): Map<unknown, unknown> | undefined {
  if (!Array.isArray(data) || !data.every((entry) => Array.isArray(entry) && entry.length === 2)) return undefined;
  const map = new Map(data as [unknown, unknown][]);
  return map.size === data.length ? map : undefined;
}

function setFrom(data: unknown): Set<unknown> | undefined {
  if (!Array.isArray(data)) return undefined;
  const set = new Set<unknown>(data);
  return set.size === data.length ? set : undefined;
}

function misfit(type: string, data: unknown): never {
  const shown = typeof data === "string" ? JSON.stringify(data.slice(0, 80)) : data === null ? "null" : typeof data;
  throw new TypeError(`${shown} is not the encoded form of a value of type ${JSON.stringify(type.slice(0, 80))}`);
}
