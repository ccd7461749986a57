import { type ElementType, FLOAT64, isOfType, textType, UINT8 } from "../library/element-type.ts";
import type { Description } from "../library/file-reader.ts";
import { type Json, type Tagged, type Tags, typesAt } from "./tags.ts";
import { decodeTexts, isFit } from "./text.ts";

/** Elements of an array. */
export interface Elements {
  readonly type: ElementType;
  readonly bytes: Uint8Array;
}

const TEXT = { kind: "text", size: 0 } as const;
/** Texts of different lengths are one array unless padding would take more bytes for each of their own. */
const PADDING = 4;

/** Encodes a list as one array: of numbers, of texts or of truth values; `undefined` for any other list. */
export function encodeList(items: readonly Json[], within: Tags | undefined): Elements | undefined {
  if (items.length === 0) return undefined;
  return numbers(items, within) ?? (within === undefined ? (texts(items) ?? truths(items)) : undefined);
}

/** Decodes the items of such an array; `undefined` for other elements. */
export function decodeList(found: Description, read: () => Uint8Array<ArrayBuffer>): Tagged[] | undefined {
  if (isOfType(found, FLOAT64)) return Array.from(new Float64Array(read().buffer), taggedNumber);
  if (isOfType(found, UINT8)) return Array.from(read(), (item) => ({ data: item !== 0 }));
  return isOfType(found, TEXT) ? decodeTexts(read(), found.size).map((data) => ({ data })) : undefined;
}

/** Represents a number as the codec of the core does. */
export function taggedNumber(value: number): Tagged {
  if (Number.isFinite(value) && !Object.is(value, -0)) return { data: value };
  return { data: Object.is(value, -0) ? "-0" : String(value), types: "number" };
}

function numbers(items: readonly Json[], within: Tags | undefined): Elements | undefined {
  const values = new Float64Array(items.length);
  for (const [i, item] of items.entries()) {
    const type = typesAt(within, i);
    if (type === undefined ? typeof item !== "number" : type !== "number") return undefined;
    values[i] = Number(item);
  }
  return { type: FLOAT64, bytes: new Uint8Array(values.buffer) };
}

function texts(items: readonly Json[]): Elements | undefined {
  let longest = 1;
  let sum = 0;
  for (const item of items) {
    if (typeof item !== "string" || !isFit(item)) return undefined;
    const bytes = Buffer.byteLength(item);
    longest = Math.max(longest, bytes);
    sum += bytes + 1;
  }
  if (longest * items.length > PADDING * sum) return undefined;
  const bytes = Buffer.alloc(longest * items.length, " ");
  for (const [i, item] of items.entries()) bytes.write(item as string, i * longest);
  return { type: textType(longest), bytes };
}

function truths(items: readonly Json[]): Elements | undefined {
  if (!items.every((item) => typeof item === "boolean")) return undefined;
  return { type: UINT8, bytes: Uint8Array.from(items, Number) };
}
