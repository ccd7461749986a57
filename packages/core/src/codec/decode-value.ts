import { bytesFromBase64 } from "./bytes.ts";
import type { JsonValue } from "./json-value.ts";
import { setProperty } from "./set-property.ts";
import { pointerTo, type TypeTags } from "./type-tags.ts";

/**
 * Makes the value anew that {@link encodeValue} encoded. Plain JSON is handed through uncopied.
 *
 * @throws {TypeError} when the type names do not fit the data.
 */
export function decodeValue(data: JsonValue, types: TypeTags | undefined): unknown {
  return types === undefined ? data : decode(data, "", new Map(Object.entries(types)));
}

function decode(data: JsonValue, pointer: string, types: ReadonlyMap<string, string>): unknown {
  const tag = types.get(pointer);
  if (Array.isArray(data)) {
    const items = data.map((item, i) => decode(item, pointerTo(pointer, i), types));
    if (tag === undefined) return items;
    if (tag === "Map") return new Map(items as [unknown, unknown][]);
    if (tag === "Set") return new Set(items);
    throw misfit(pointer, tag);
  }
  if (tag !== undefined) return revive(tag, data, pointer);
  if (typeof data !== "object" || data === null) return data;
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(data))
    setProperty(result, key, decode(item, pointerTo(pointer, key), types));
  return result;
}

function revive(tag: string, data: JsonValue, pointer: string): unknown {
  if (tag === "undefined") return undefined;
  if (tag === "Date" && data === null) return new Date(Number.NaN);
  if (typeof data !== "string") throw misfit(pointer, tag);
  switch (tag) {
    case "Date":
      return new Date(data);
    case "bigint":
      return BigInt(data);
    case "number":
      return Number(data);
    default:
  }
  const bytes = bytesFromBase64(tag, data);
  if (bytes === undefined) throw misfit(pointer, tag);
  return bytes;
}

function misfit(pointer: string, tag: string): TypeError {
  return new TypeError(`'${pointer}' is marked as ${JSON.stringify(tag)}, which does not fit what stands there`);
}
