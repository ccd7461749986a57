import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { encodeValue } from "../../../src/codec/encode-value.ts";
import { NOT_JSON } from "../../../src/codec/plain/json-copy.ts";
import { snapshot } from "../../../src/codec/plain/snapshot.ts";
import { copyIfFits, fits } from "../../../src/models/valibot/json-shape.ts";
import { shapeOf } from "../../../src/models/valibot/valibot-shape.ts";

/** A schema and values that it may or may not take. */
interface Sample {
  readonly schema: v.GenericSchema;
  readonly value: unknown;
}

const scalars: readonly (readonly [v.GenericSchema, readonly unknown[]])[] = [
  [v.string(), ["", "a", "__proto__"]],
  [v.number(), [0, 1.5, -0, Number.NaN, Number.POSITIVE_INFINITY]],
  [v.boolean(), [true, false]],
  [v.literal("a"), ["a", "b"]],
  [v.picklist(["a", "b"]), ["a", "c"]],
  [v.union([v.string(), v.number()]), ["a", 1, -0, true]],
  [v.null(), [null, undefined]],
  [v.any(), [1, "a", null, undefined, new Date(0), [1, [2]], { a: { b: 1 } }, { a: undefined }, 1n, [-0]]],
  [v.unknown(), [[], {}]],
  [v.pipe(v.string(), v.minLength(2)), ["ab", "a"]],
  [v.pipe(v.string(), v.trim()), ["ab", " ab "]],
  [v.pipe(v.string(), v.transform(Number)), ["1"]],
  [v.pipe(v.number(), v.integer(), v.brand("Count")), [1, 1.5]],
  [v.fallback(v.number(), 7), [1, "a"]],
  [v.optional(v.string(), "given"), ["a", undefined]],
  [v.nullable(v.string(), "given"), ["a", null]],
  [v.nullable(v.string()), ["a", null]],
  [v.bigint(), [1n]],
  [v.date(), [new Date(0)]],
  [v.lazy(() => v.string()), ["a"]],
  [
    { ...v.string(), "~run": (dataset: object) => Object.assign(dataset, { typed: true, value: "else" }) } as never,
    ["a"],
  ],
];

const WRONG: readonly unknown[] = [
  undefined,
  null,
  "text",
  5,
  [],
  {},
  Object.create(null),
  Object.create({ a: 1 }),
  { [Symbol("s")]: 1 },
  Object.assign([1], { length: 2 }),
  JSON.parse('{"__proto__": 1}'),
  { constructor: 1 },
  new Map(),
];

const { sample } = fc.letrec<{ sample: Sample; scalar: Sample }>((tie) => {
  const inner = tie("sample");
  return {
    sample: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      tie("scalar"),
      fc.array(inner, { maxLength: 3 }).map((items) => {
        const schema = v.array(items[0]?.schema ?? v.string());
        return { schema, value: items.map(({ value }) => value) };
      }),
      fc.array(inner, { maxLength: 3 }).map((items) => {
        const entries = items.map(({ value }, i): [string, unknown] => [["a", "constructor", "c"][i] as string, value]);
        return { schema: v.record(v.string(), items[0]?.schema ?? v.number()), value: Object.fromEntries(entries) };
      }),
      fc
        .tuple(
          fc.array(
            fc.tuple(inner, fc.constantFrom("needed", "optional", "exact", "default"), fc.boolean(), fc.boolean()),
            { maxLength: 4 },
          ),
          fc.constantFrom<(entries: v.ObjectEntries) => v.GenericSchema>(v.object, v.strictObject, v.looseObject),
          fc.constantFrom("as it is", "turned", "more", "class", "bare", "symbol"),
        )
        .map(([parts, make, way]): Sample => {
          const entries = parts.map(([{ schema }, need], i): [string, v.GenericSchema] => {
            const optional = { needed: schema, optional: v.optional(schema), exact: v.exactOptional(schema) };
            return [`k${i}`, need === "default" ? v.optional(v.any(), 1) : optional[need]];
          });
          const values = parts.flatMap(([{ value }, , isMissing], i): [string, unknown][] =>
            isMissing ? [] : [[`k${i}`, value]],
          );
          const turned = way === "turned" ? values.toReversed() : values;
          const all = Object.fromEntries(way === "more" ? [...turned, ["more", 1]] : turned);
          const around: Record<string, object> = {
            class: new (class Other {})(),
            bare: Object.create(null),
            symbol: { [Symbol("s")]: 1 },
          };
          const value = Object.assign(around[way] ?? {}, all);
          return { schema: make(Object.fromEntries(entries)), value };
        }),
    ),
    scalar: fc
      .tuple(fc.constantFrom(...scalars), fc.nat(), fc.integer({ min: 0, max: 9 }), fc.nat())
      .map(([[schema, values], which, isWrong, wrong]) => ({
        schema,
        value: isWrong === 0 ? WRONG[wrong % WRONG.length] : values[which % values.length],
      })),
  };
});

describe("the shape of a schema by Valibot", () => {
  test("what fits is plain JSON, and Valibot gives it back as it is: in order, too", () => {
    let fitting = 0;
    const runs = 5_000;
    fc.assert(
      fc.property(sample, ({ schema, value }) => {
        const shape = shapeOf(schema);
        if (!shape || !fits(shape, value)) return;
        fitting++;
        const { success, output } = v.safeParse(schema, value);
        expect(success).toBe(true);
        expect(output).toStrictEqual(value);
        expect(JSON.stringify(output)).toBe(JSON.stringify(value));
        expect(encodeValue(value)).toEqual({ data: value });
      }),
      { numRuns: runs },
    );
    expect(fitting).toBeGreaterThan(runs / 10);
  });

  test("what fits is copied, and a copy of anything else that is made fits", () => {
    fc.assert(
      fc.property(sample, ({ schema, value }) => {
        const shape = shapeOf(schema);
        if (!shape) return;
        const copy = copyIfFits(shape, value);
        if (fits(shape, value)) expect(copy).not.toBe(NOT_JSON);
        if (copy === NOT_JSON) return;
        // Not toStrictEqual, which compares `constructor`, a key of these values, by identity.
        expect(isDeepStrictEqual(copy, snapshot(value))).toBe(true);
        expect(fits(shape, copy)).toBe(true);
        if (typeof value === "object" && value !== null) expect(copy).not.toBe(value);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each<[string, v.GenericSchema, unknown]>([
    [
      "a record",
      v.object({ name: v.string(), tags: v.array(v.string()), n: v.number() }),
      { name: "a", tags: ["b"], n: 1 },
    ],
    ["numbers", v.array(v.number()), [1, 2.5, -3]],
    [
      "what is optional, and missing",
      v.object({ a: v.optional(v.string()), b: v.exactOptional(v.number()), c: v.boolean() }),
      { c: true },
    ],
    ["what may be null", v.object({ a: v.nullable(v.string()) }), { a: null }],
    ["scores by name", v.record(v.string(), v.number()), { a: 1, b: 2 }],
    [
      "what is checked",
      v.object({ mail: v.pipe(v.string(), v.email()), n: v.pipe(v.number(), v.minValue(0)) }),
      { mail: "a@b.cd", n: 0 },
    ],
    ["one of several", v.object({ kind: v.picklist(["a", "b"]), lit: v.literal(1) }), { kind: "b", lit: 1 }],
    ["anything", v.object({ any: v.any() }), { any: [{ deep: [null] }] }],
  ])("%s fits", (_, schema, value) => {
    const shape = shapeOf(schema);
    expect(shape && fits(shape, value)).toBe(true);
  });

  test.each<[string, v.GenericSchema]>([
    ["a fallback", v.object({ a: v.fallback(v.object({}), {}) })],
    ["a transformation", v.object({ a: v.pipe(v.string(), v.trim()) })],
    ["a default in the place of null", v.nullable(v.string(), "a")],
    ["a date", v.object({ at: v.date() })],
    ["a schema that contains itself", recursive()],
    ["a schema that makes another within", endless()],
    ["a key that every object inherits, and may be missing", v.object({ constructor: v.optional(v.string()) })],
    [
      "a schema that is asked through something else",
      { ...v.object({}), "~standard": { version: 1, vendor: "valibot", validate: () => ({ issues: [] }) } },
    ],
    ["a scalar that is asked through something else", v.object({ a: proxied(v.picklist(["a"])) })],
    ["a schema that somebody changed", { ...v.object({}), "~run": v.any()["~run"] } as never],
    [
      "a check of an object",
      v.pipe(
        v.object({}),
        v.check(() => false),
      ),
    ],
  ])("%s has no shape", (_, schema) => {
    expect(shapeOf(schema)).toBeUndefined();
  });

  test("entries that are inherited count", () => {
    const shape = shapeOf(v.object(Object.create({ a: v.string() }) as Record<string, never>));
    expect(shape && fits(shape, {})).toBe(false);
    expect(shape && fits(shape, { a: "b" })).toBe(true);
  });

  test("a value that inherits an entry does not fit", () => {
    const shape = shapeOf(v.object({ a: v.string(), b: v.string() }));
    expect(shape && fits(shape, { a: "own", b: "own" })).toBe(true);
    Object.defineProperty(Object.prototype, "b", {
      value: "inherited",
      enumerable: true,
      configurable: true,
      writable: true,
    });
    try {
      expect(shape && fits(shape, { a: "own" })).toBe(false);
    } finally {
      Reflect.deleteProperty(Object.prototype, "b");
    }
  });

  test("a schema that holds another in many places is looked at once", () => {
    let schema: v.GenericSchema = v.string();
    for (let i = 0; i < 40; i++) schema = v.object({ a: v.optional(schema), b: v.optional(schema) });
    const shape = shapeOf(schema);
    expect(shape && fits(shape, { b: {} })).toBe(true);
  });

  test("a schema of another make has no shape", () => {
    expect(shapeOf({ "~standard": { version: 1, vendor: "other", validate: (value) => ({ value }) } })).toBeUndefined();
  });
});

function recursive(): v.GenericSchema {
  const schema: v.GenericSchema = v.object({
    get child() {
      return v.optional(schema);
    },
  });
  return schema;
}

function endless(): v.GenericSchema {
  return v.object({
    get child() {
      return v.optional(endless());
    },
  });
}

/** What a library may put around a schema, to count what it is asked. */
function proxied(schema: v.GenericSchema): v.GenericSchema {
  const answers = { ...schema["~standard"], validate: (value: unknown) => schema["~standard"].validate(value) };
  return new Proxy(schema, {
    get: (target, key) => (key === "~standard" ? answers : Reflect.get(target, key)),
  });
}
