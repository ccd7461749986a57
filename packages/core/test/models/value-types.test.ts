import { expect, test } from "vitest";
import { type ValueType, ValueTypes } from "../../src/models/value-types.ts";

class Point {}
const point: ValueType<Point> = { is: (value) => value instanceof Point, encode: () => 0, decode: () => new Point() };

test("a type is found by its instances and by its name", () => {
  const types = new ValueTypes();
  types.register("Point", point);
  expect(types.size).toBe(1);
  expect(types.find(new Point())).toEqual({ name: "Point", type: point });
  expect(types.find({})).toBeUndefined();
  expect(types.get("Point").type).toBe(point);
  expect(() => types.get("Line")).toThrow(expect.objectContaining({ code: "TYPE_NOT_REGISTERED" }));
});

test("another type of the same name is refused, the same source may be registered again", () => {
  const types = new ValueTypes();
  types.register("Point", point);
  types.register("Point", { ...point });
  expect(() => types.register("Point", { ...point, encode: () => 1 })).toThrow("already registered as 'Point'");
});

test.for(["is", "encode", "decode", "digest"])("a type with a wrong '%s' is refused", (member) => {
  expect(() => new ValueTypes().register("Point", { ...point, [member]: 1 } as never)).toThrow(`'${member}'`);
});
