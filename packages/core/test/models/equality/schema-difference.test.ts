import { expect, test } from "vitest";
import type { Model } from "../../../src/index.ts";
import { modelDifference } from "../../../src/models/equality/model-difference.ts";
import { isSameModel, linkModels } from "../../../src/models/equality/same-model.ts";
import { schemaDifference } from "../../../src/models/equality/schema-difference.ts";

class Schema {
  readonly type: string;

  constructor(type: string) {
    this.type = type;
  }
}
/** Schema as Zod makes it: what matters is in its definition, and the rest are caches. */
const zod = (def: unknown, check?: unknown, cache = 0): object => ({ _zod: { def, check }, cache });
/** Schema as ArkType makes it: a function, of which the inner definition matters. */
const ark = (inner: object, cache = 0): object => Object.assign(() => cache, { inner, innerHash: "hash" });
const recursive = (end: unknown): object => {
  const node: Record<string, unknown> = { end };
  node.self = node;
  return node;
};

/** Object of which a property cannot be read. */
function failing(message: string): object {
  const read = (): never => {
    throw new Error(message);
  };
  return Object.defineProperty({}, "a", { get: read, enumerable: true });
}

test.for<[string, known: unknown, given: unknown]>([
  ["scalars", [1, "a", null, Number.NaN], [1, "a", null, Number.NaN]],
  ["functions of one text", { f: (x: number) => x + 1 }, { f: (x: number) => x + 1 }],
  ["patterns and times", [/a/g, new Date(5)], [/a/g, new Date(5)]],
  ["Maps and Sets", [new Map([["a", 1]]), new Set([1])], [new Map([["a", 1]]), new Set([1])]],
  ["instances", new Schema("a"), new Schema("a")],
  ["standard parts", { a: 1, "~standard": 1 }, { a: 1, "~standard": 2 }],
  ["caches of Zod", zod({ type: "string" }, 1, 1), zod({ type: "string" }, 1, 2)],
  ["caches of Zod 3", { _def: { a: 1 }, cache: 1 }, { _def: { a: 1 }, cache: 2 }],
  ["functions of ArkType", ark({ a: 1 }, 1), ark({ a: 1 }, 2)],
  ["circles", recursive(1), recursive(1)],
  ["what throws equally", failing("x"), failing("x")],
])("%s are equal", ([, known, given]) => {
  expect(schemaDifference(known, given)).toBeUndefined();
});

const LONG = "x".repeat(70);
test.for<[known: unknown, given: unknown, difference: string]>([
  [1, 2, "1 is registered, 2 was passed"],
  [{ a: { b: 1 } }, { a: { b: "1" } }, "at a.b: 1 is registered, '1' was passed"],
  [{}, { a: 1 }, "at a: nothing is registered, 1 was passed"],
  [{ a: 1 }, {}, "at a: 1 is registered, nothing was passed"],
  [{ a: null }, { a: {} }, "at a: null is registered, an object was passed"],
  [{ f: () => 1 }, { f: () => 2 }, "at f: a function was passed, another one is registered"],
  [/a/, /b/, "/a/ is registered, /b/ was passed"],
  [new Date(5), new Date(6), "1970-01-01T00:00:00.005Z is registered, 1970-01-01T00:00:00.006Z was passed"],
  [[1], {}, "a list of 1 is registered, an object was passed"],
  [[1, 2], [1, 3], "at 1: 2 is registered, 3 was passed"],
  [new Map([["a", 1]]), new Map([["a", 2]]), "at 0.1: 1 is registered, 2 was passed"],
  [new Set([1]), new Set([1, 2]), "at 1: nothing is registered, 2 was passed"],
  [new Schema("a"), { type: "a" }, "a schema 'a' was passed, another one is registered"],
  [new Schema("a"), { type: "b" }, "a schema 'a' is registered, a schema 'b' was passed"],
  [zod({ type: "string" }), zod({ type: "number" }), "at type: 'string' is registered, 'number' was passed"],
  [zod({ type: "a" }, 1), zod({ type: "a" }, 2), "at check: 1 is registered, 2 was passed"],
  [zod({ type: "a" }), zod({ type: "a" }, 1), "at check: nothing is registered, 1 was passed"],
  [{ x: zod({ type: "a" }) }, { x: 1 }, "at x: a schema 'a' is registered, 1 was passed"],
  [{ _def: { a: 1 } }, { _def: { a: 2 } }, "at a: 1 is registered, 2 was passed"],
  [ark({ a: 1 }), ark({ a: 2 }), "at a: 1 is registered, 2 was passed"],
  [{ x: ark({}) }, { x: 1 }, "at x: a schema is registered, 1 was passed"],
  [recursive(1), recursive(2), "at end: 1 is registered, 2 was passed"],
  [failing("x"), failing("y"), "at a: 'Error: x' is registered, 'Error: y' was passed"],
  [LONG, 1, `'${LONG.slice(0, 59)}… is registered, 1 was passed`],
  ["x".repeat(58), 1, `'${"x".repeat(58)}' is registered, 1 was passed`],
])("a difference is found: %#", ([known, given, difference]) => {
  expect(schemaDifference(known, given)).toBe(difference);
});

test("a function is no schema of ArkType without its hash", () => {
  const like = (inner: object) => Object.assign(() => 1, { inner });
  expect(schemaDifference(like({ a: 1 }), like({ a: 2 }))).toBe("at inner.a: 1 is registered, 2 was passed");
});

test("a circle is compared once, and another object in its place is not taken for it", () => {
  const [a, b] = [recursive(1), recursive(1)];
  expect(schemaDifference({ x: a, y: a }, { x: b, y: recursive(2) })).toBe("at y.end: 1 is registered, 2 was passed");
});

const MODEL = { version: 1, schema: { a: 1 }, encode: undefined, indexes: [["a"]], upgrade: {} };
test.for<[object, string | undefined]>([
  [{}, undefined],
  [{ version: 2 }, "version 1 is registered, version 2 was passed"],
  [{ schema: { a: 2 } }, "the schemas differ at a: 1 is registered, 2 was passed"],
  [{ encode: () => 1 }, "the functions 'encode' differ: nothing is registered, a function was passed"],
  [{ indexes: [] }, "they have different indexes"],
  [{ upgrade: { 1: () => 1 } }, "the upgrade steps differ at 1: nothing is registered, a function was passed"],
])("a model with %o is told apart", ([more, difference]) => {
  expect(modelDifference(MODEL as never, structuredCloneOf(more))).toBe(difference);
});
function structuredCloneOf(more: object): Model {
  return { ...MODEL, schema: { a: 1 }, indexes: [["a"]], ...more } as unknown as Model;
}

test("models are the same if they are linked, in any order", () => {
  const [a, b, c, d] = [{}, {}, {}, {}] as Model[] as [Model, Model, Model, Model];
  linkModels(b, a);
  linkModels(c, b);
  expect([isSameModel(a, a), isSameModel(a, b), isSameModel(c, a), isSameModel(c, b)]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([isSameModel(a, d), isSameModel(d, a), isSameModel(a, undefined), isSameModel(undefined, a)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(isSameModel(undefined, undefined)).toBe(true);
});
