import { expect, test } from "vitest";
import { decodeValue } from "../../src/codec/decode-value.ts";
import { MAX_DEPTH } from "../../src/codec/depth.ts";
import type { JsonValue } from "../../src/codec/json-value.ts";
import type { TypeTags } from "../../src/codec/type-tags.ts";

const TIME = "1970-01-01T00:00:00.005Z";
const DATE = new Date(5);
const decode = (
  data: unknown,
  types: unknown,
  resolve?: (key: string) => unknown,
  make?: (type: string, data: unknown) => unknown,
) => decodeValue(data as JsonValue, types as TypeTags, resolve, make);

test("data without types is returned without a copy", () => {
  const data = { a: [1] };
  expect(decode(data, undefined)).toBe(data);
});

test("only branches with types are copied", () => {
  const data = { plain: { x: 1 }, at: TIME, list: [TIME, { y: 1 }] };
  const decoded = decode(data, { at: "Date", list: { "0": "Date" } }) as typeof data;
  expect(decoded).toEqual({ plain: { x: 1 }, at: DATE, list: [DATE, { y: 1 }] });
  expect(decoded.plain).toBe(data.plain);
  expect(decoded.list[1]).toBe(data.list[1]);
  expect(data.at).toBe(TIME);
  expect(Array.isArray(decoded.list)).toBe(true);
});

test.for<[unknown, unknown, decoded: unknown]>([
  [TIME, "Date", DATE],
  [
    [TIME, TIME],
    ["each", "Date"],
    [DATE, DATE],
  ],
  [[[TIME, 1]], ["Map", { "0": { "0": "Date" } }], new Map([[DATE, 1]])],
  [[TIME], ["Set", ["each", "Date"]], new Set([DATE])],
  [
    JSON.parse('{"__proto__":"5"}'),
    JSON.parse('{"__proto__":"bigint"}'),
    Object.defineProperty({}, "__proto__", { value: 5n, enumerable: true }),
  ],
])("%j of the types %j is decoded", ([data, types, decoded]) => {
  expect(decode(data, types)).toEqual(decoded);
});

test("references and instances are made by the given functions, which get what is stored", () => {
  const resolve = (key: string): string => `<${key}>`;
  const make = (type: string, data: unknown): unknown => ({ type, data });
  expect(decode({ a: "key" }, { a: "reference" }, resolve)).toEqual({ a: "<key>" });
  expect(decode([5], "type:Money", undefined, make)).toEqual({ type: "Money", data: 5 });
  expect(decode([TIME], ["type:Money", { "0": "Date" }], undefined, make)).toEqual({ type: "Money", data: DATE });
});

test("bytes are decoded by the name of their type", () => {
  const bytes = new Uint8Array([1, 2]);
  expect(decode(bytes, "Uint8Array")).toEqual(bytes);
  expect(() => decode(bytes, "Date")).toThrow('"Date" does not fit the data');
  expect(() => decode(bytes, {})).toThrow("types does not fit the data");
  expect(() => decode(bytes, undefined)).toThrow("does not fit the data");
});

const make = (): number => 1;
test.for<[unknown, unknown, message: string]>([
  ["key", "reference", '"reference" does not fit the data'],
  [[5], "type:Money", '"type:Money" does not fit'],
  [[5], ["type:Money", {}], '"type:Money" does not fit'],
  [5, {}, "types does not fit the data"],
  [null, { a: "Date" }, "types does not fit"],
  [{}, 5, "types does not fit"],
  [{}, null, "types does not fit"],
  [{ a: 1 }, { b: "Date" }, 'there is a type for "b", but no data'],
  [{}, { toString: "Date" }, 'there is a type for "toString", but no data'],
  [[1], { length: "number" }, 'there is a type for "length", but no data'],
  [{}, ["each", "Date"], '"each" does not fit'],
  [[TIME], ["other", "Date"], '"other" does not fit'],
  [[TIME], ["each"], '"each" does not fit'],
  [[TIME], ["each", "Date", "more"], '"each" does not fit'],
  [[TIME], ["Set", ["each", "Date"], "more"], '"Set" does not fit'],
  [[], [], "types does not fit"],
  [{ a: TIME }, { a: "x".repeat(90) }, `"${"x".repeat(80)}"`],
  [{}, { ["x".repeat(90)]: "Date" }, `for "${"x".repeat(80)}", but`],
])("%j of the types %j is refused", ([data, types, message]) => {
  expect(() => decode(data, types)).toThrow(message);
  expect(() => decode(data, types)).toThrow(TypeError);
});

test.each([[5], [[]], [[1, 2]], ["5"]])("the data of an instance is a list of one item, and not %j", (data) => {
  expect(() => decode(data, "type:Money", undefined, make)).toThrow('"type:Money" does not fit');
});

test("the key of a reference is text", () => {
  expect(() => decode(5, "reference", make)).toThrow('"reference" does not fit');
});

test("an object may have a property 'length' with a type", () => {
  expect(decode({ length: "5" }, { length: "bigint" })).toEqual({ length: 5n });
});

test("types are as deep as values, and one level deeper for those of a container", () => {
  const nested = (levels: number, end: unknown): unknown => (levels === 0 ? end : { a: nested(levels - 1, end) });
  const decodeNested = (levels: number) => decode(nested(levels, "5"), nested(levels, "bigint"));
  expect(decodeNested(MAX_DEPTH + 1)).toEqual(nested(MAX_DEPTH + 1, 5n));
  expect(() => decodeNested(MAX_DEPTH + 2)).toThrow(`types are nested deeper than ${MAX_DEPTH} levels`);
  const listed = (levels: number): unknown => (levels === 0 ? "5" : [listed(levels - 1)]);
  const each = (levels: number): unknown => (levels === 0 ? "bigint" : ["each", each(levels - 1)]);
  expect(() => decode(listed(MAX_DEPTH + 2), each(MAX_DEPTH + 2))).toThrow("nested deeper");
  expect(() => decode(listed(MAX_DEPTH + 1), each(MAX_DEPTH + 1))).not.toThrow();
});
