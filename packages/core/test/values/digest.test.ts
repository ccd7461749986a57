import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expectSame, valueArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { digest, ModelRegistry } from "../../src/index.ts";
import { firstDifference } from "../../src/typed-records/first-difference.ts";

interface Vector {
  /** A JavaScript expression. */
  readonly value: string;
  /** Its canonical form, where that is short. */
  readonly form?: string;
  readonly digest: string;
}

const VECTORS = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../../docs/digest-vectors.json"), "utf8"),
) as readonly Vector[];

/** The value of a vector's expression. */
function evaluate(expression: string): unknown {
  return new Function(`return (${expression});`)();
}

test.for(VECTORS)("the published digest of $value", ({ value, form, digest: expected }) => {
  expect(digest(evaluate(value))).toBe(expected);
  if (form !== undefined) expect(createHash("sha256").update(form).digest("hex")).toBe(expected);
});

test("all published values differ", () => {
  expect(new Set(VECTORS.map((vector) => vector.digest)).size).toBe(VECTORS.length);
});

test("the same in another process", () => {
  const source = join(import.meta.dirname, "../../src/values/digest.ts");
  const values = VECTORS.map(({ value }) => `(${value})`).join(", ");
  const program = `import { digest } from ${JSON.stringify(source)}; console.log([${values}].map(digest).join(" "));`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  expect(printed.trim().split(" ")).toEqual(VECTORS.map((vector) => vector.digest));
});

test("property: equal values have equal digests, whatever the order of keys and entries", () => {
  fc.assert(
    fc.property(valueArbitrary(), (value) => {
      const reordered = reverse(value);
      expect(firstDifference(value, reordered)).toBeUndefined();
      expect(digest(reordered)).toBe(digest(value));
    }),
    { numRuns: 500, seed: 1 },
  );
});

test("property: values that differ have different digests", () => {
  fc.assert(
    fc.property(valueArbitrary(), valueArbitrary(), (a, b) => {
      expect(digest(a) === digest(b)).toBe(firstDifference(a, b) === undefined);
      expect(digest([a, b]) === digest([b, a])).toBe(firstDifference(a, b) === undefined);
      expect(digest([a])).not.toBe(digest(a));
      expect(digest([[a], b])).not.toBe(digest([a, [b]]));
    }),
    { numRuns: 500, seed: 2 },
  );
});

test("text cannot pass for structure", () => {
  const lookalikes: unknown[] = [
    "n1;",
    1,
    "s2:n1",
    ["n1;"],
    "a1:n1;",
    [1],
    "h".padEnd(65, "0"),
    { a: "s1:a" },
    { "s1:a": "" },
  ];
  lookalikes.push(
    { a: 1, b: 2 },
    { a: { b: 2 } },
    ["a", 1, "b", 2],
    new Map<unknown, unknown>([
      ["a", 1],
      ["b", 2],
    ]),
    new Set(["a", 1]),
  );
  expect(new Set(lookalikes.map(digest)).size).toBe(lookalikes.length);
  for (const character of ["\ud800", "\udc00", "\ufffd", "?", "\ud800\ud800"]) {
    expect(digest(character)).not.toBe(digest(`${character}\ufffd`));
  }
  expect(new Set(["\ud800", "\ud801", "\ufffd"].map(digest)).size).toBe(3);
});

test("what a model made has the digest of its data, nested or not", () => {
  const registry = new ModelRegistry();
  const Point = registry.register("Point", v.object({ x: v.number(), at: v.date() }));
  const Line = registry.register("Line", v.object({ from: Point.schema, to: Point.schema }));
  const data = { to: { at: new Date(1), x: 2 }, from: { at: new Date(0), x: 1 } };
  const line = Line.parse(data);
  expectSame(line, data);
  expect(digest(line)).toBe(digest(data));
  expect(digest({ line, point: Point.parse(data.from) })).toBe(digest({ point: data.from, line: data }));
  expect(digest(Object.assign(Object.create(null), data))).toBe(digest(data));
});

test("what cannot be stored has no digest, and the message says where it is", () => {
  const cycle: unknown[] = [];
  cycle.push([cycle]);
  for (const [value, message] of [
    [{ a: [() => {}] }, "$.a[0]"],
    [new (class Own {})(), "an instance of Own"],
    [Object.assign([1], { 2: 3 }), "a hole"],
    [{ [Symbol.iterator]: 1 }, "symbol key"],
    [cycle, "contains itself"],
    [new WeakMap(), "WeakMap"],
  ] as const) {
    expect(() => digest(value)).toThrow(message);
  }
});

/** The same value, put together the other way round. */
function reverse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverse);
  if (value instanceof Map) return new Map([...value].reverse().map(([key, item]) => [reverse(key), reverse(item)]));
  if (value instanceof Set) return new Set([...value].reverse().map(reverse));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reverse(item)]),
  );
}
