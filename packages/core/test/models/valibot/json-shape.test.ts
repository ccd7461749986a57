import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { NOT_JSON } from "../../../src/codec/plain/json-copy.ts";
import { copyIfFits, type JsonShape } from "../../../src/models/valibot/json-shape.ts";
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
