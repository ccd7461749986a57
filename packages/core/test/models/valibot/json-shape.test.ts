import { serialize } from "node:v8";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { NOT_JSON } from "../../../src/codec/plain/json-copy.ts";
import { copyIfFits, fits, JsonShape } from "../../../src/models/valibot/json-shape.ts";
import { shapeOf } from "../../../src/models/valibot/valibot-shape.ts";

function shape(schema: v.GenericSchema): JsonShape {
  const found = shapeOf(schema);
  if (!found) throw new Error("The schema has no shape.");
  return found;
}

/** Value within as many arrays. */
function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

describe("a copy of what fits", () => {
  const Records = v.object({ at: v.array(v.object({ n: v.number() })), by: v.record(v.string(), v.array(v.any())) });

  test("shares nothing with the value", () => {
    const value = { at: [{ n: 1 }], by: { a: [[1]] } };
    const copy = copyIfFits(shape(Records), value) as unknown as typeof value;
    expect(copy).toEqual(value);
    for (const of of [
      (each: typeof value) => each.at,
      (each: typeof value) => each.at[0],
      (each: typeof value) => each.by,
    ])
      expect(of(copy)).not.toBe(of(value));
    expect(copy.by.a[0]).not.toBe(value.by.a[0]);
  });

  test("is cloned as compactly as the value, whatever arrays were checked before", () => {
    const numbers = shape(v.array(v.number()));
    const value = Array.from({ length: 20 }, (_, i) => i + 0.5);
    const cloned = structuredClone(value);
    const { length } = serialize(value);
    expect(serialize(cloned).length).toBeGreaterThan(length);
    let copy: unknown = value;
    for (let i = 0; i < 100_000; i++) {
      fits(numbers, cloned);
      copy = copyIfFits(numbers, value);
    }
    expect(serialize(copy)).toHaveLength(length);
  });

  test("has what was checked, though a property gives another value each time", () => {
    let reads = 0;
    const value = {
      get n(): unknown {
        return reads++ === 0 ? 1 : "text";
      },
    };
    expect(copyIfFits(shape(v.object({ n: v.number() })), value)).toEqual({ n: 1 });
  });

  test("is no deeper than the codec reads", () => {
    expect(copyIfFits(shape(v.any()), nested(1_001))).toEqual(nested(1_001));
    expect(copyIfFits(shape(v.any()), nested(1_002))).toBe(NOT_JSON);
    expect(copyIfFits(shape(v.object({ a: v.any() })), { a: nested(1_000) })).toEqual({ a: nested(1_000) });
    expect(copyIfFits(shape(v.object({ a: v.any() })), { a: nested(1_001) })).toBe(NOT_JSON);
    for (const within of [v.array, (item: v.GenericSchema) => v.record(v.string(), item)]) {
      let deep: v.GenericSchema = v.number();
      let value: unknown = 1;
      for (let depth = 1; depth <= 1_002; depth++) {
        deep = within(deep);
        value = within === v.array ? [value] : { a: value };
        if (depth > 1_000) expect(copyIfFits(shape(deep), value) === NOT_JSON).toBe(depth === 1_002);
      }
    }
  });

  test("is not made where an object inherits an enumerable property", () => {
    const shapes = [shape(v.object({ inherited: v.object({}) })), shape(v.record(v.string(), v.any()))];
    const prototype = Object.prototype as { inherited?: unknown };
    prototype.inherited = {};
    try {
      for (const each of shapes) expect(copyIfFits(each, {})).toBe(NOT_JSON);
    } finally {
      delete prototype.inherited;
    }
  });
});

/** Tells whether a value fits; the copy must say the same. */
function isFitting(of: JsonShape, value: unknown): boolean {
  const copy = copyIfFits(of, value);
  expect(copy !== NOT_JSON).toBe(fits(of, value));
  if (copy !== NOT_JSON) expect(copy).toEqual(value);
  return copy !== NOT_JSON;
}

const number = new JsonShape("number");
class Own {
  readonly a = 1;
}
class OwnArray extends Array<number> {}
const symbol = { a: 1, [Symbol("s")]: 1 };
const object = new JsonShape("object", {
  keys: ["a", "b", "c", "d"],
  isOptional: [true, false, true, true],
  parts: [number, number, new JsonShape("array", { parts: [number] }), number],
});

test.for<[name: string, JsonShape, fitting: unknown[], others: unknown[]]>([
  ["a string", new JsonShape("string"), ["", "a"], [1, null, [], {}]],
  ["a number", number, [0, 1.5, -1], [-0, Number.NaN, Infinity, "1", 1n, null, [1]]],
  ["a boolean", new JsonShape("boolean"), [true, false], [0, "true", null]],
  ["any scalar", new JsonShape("scalar"), [0, "a", null, true], [-0, undefined, 1n, [], {}, Symbol("s")]],
  ["one scalar", new JsonShape("scalar", { admits: (value) => value === 5 }), [5], [6, "5", null]],
  ["anything", new JsonShape("any"), [0, "a", null, [1], { a: [null] }], [-0, undefined, new Map(), [undefined]]],
  ["null or a number", new JsonShape("nullable", { parts: [number] }), [null, 1], ["a", undefined, -0]],
  [
    "a list or null",
    new JsonShape("nullable", { parts: [new JsonShape("array", { parts: [number] })] }),
    [null, [1]],
    [["a"], 1],
  ],
  [
    "a list of numbers",
    new JsonShape("array", { parts: [number] }),
    [[], [1], [0, 2, 3]],
    [[-0], [1, -0], ["a"], [1, "a"], [1, undefined], new Array(1), OwnArray.of(1), { 0: 1, length: 1 }, null, 1],
  ],
  [
    "a list of strings",
    new JsonShape("array", { parts: [new JsonShape("string")] }),
    [[], ["a"], ["a", "b"]],
    [[1], ["a", 1], ["a", undefined], new Array(1), OwnArray.of(), {}, "a"],
  ],
  [
    "a record",
    new JsonShape("record", { parts: [number] }),
    [{}, { a: 1 }, { a: 1, b: 2 }],
    [
      { a: "a" },
      { a: 1, b: "b" },
      { constructor: 1 },
      { prototype: 1 },
      JSON.parse('{ "__proto__": 1 }'),
      new Own(),
      symbol,
      [1],
      null,
      1,
    ],
  ],
  [
    "an object",
    object,
    [{ b: 1 }, { a: 1, b: 1 }, { b: 1, c: [1] }, { b: 1, d: 1 }, { a: 1, b: 1, c: [1], d: 1 }],
    [
      {},
      { a: 1 },
      { b: "b" },
      { b: 1, a: 1 },
      { b: 1, c: 1 },
      { b: 1, c: ["c"] },
      { b: 1, d: 1, c: [1] },
      { b: 1, e: 1 },
      { a: 1, b: 1, c: [1], d: 1, e: 1 },
      { a: 1, c: [1] },
      Object.assign(new Own(), { b: 1 }),
      { b: 1, ...symbol },
      [1],
      null,
      1,
    ],
  ],
  [
    "an object that ends with a required key",
    new JsonShape("object", { keys: ["a", "b"], isOptional: [true, false], parts: [number, number] }),
    [{ b: 1 }, { a: 1, b: 1 }],
    [{}, { a: 1 }],
  ],
  ["an empty object", new JsonShape("object"), [{}], [{ a: 1 }, [], null]],
])("%s fits its shape, and nothing else", ([, shape, fitting, others]) => {
  for (const value of fitting) expect([value, isFitting(shape, value)]).toEqual([value, true]);
  for (const value of others) expect([value, isFitting(shape, value)]).toEqual([value, false]);
});

test("a shape of an unknown kind fits nothing", () => {
  for (const value of [1, null, {}, []]) expect(isFitting(new JsonShape("other" as never), value)).toBe(false);
});

test("an object that inherits an enumerable property does not fit", () => {
  const prototype = Object.prototype as { d?: unknown };
  prototype.d = 1;
  try {
    expect(isFitting(object, { b: 1 })).toBe(false);
    expect(isFitting(new JsonShape("object", { keys: ["d"], isOptional: [false], parts: [number] }), {})).toBe(false);
  } finally {
    delete prototype.d;
  }
});
