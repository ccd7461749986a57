import { ResultDiffersError, ResultExistsError } from "@results-manager/core";
import { assert, expect } from "vitest";
import { expectCode } from "../expect-failure.ts";
import { expectSame } from "../expect-same.ts";
import type { Suite } from "../suite.ts";

const BEHAVIOR = "raise_if_different";

interface Row {
  readonly title: string;
  readonly stored: unknown;
  readonly given: unknown;
  readonly path: readonly PropertyKey[];
  readonly old: unknown;
  readonly new: unknown;
  readonly shown: string;
}

const DIFFERENT: readonly Row[] = [
  { title: "a scalar", stored: { a: 1 }, given: { a: 2 }, path: ["a"], old: 1, new: 2, shown: "$.a" },
  {
    title: "a nested value",
    stored: { r: [{ x: 1 }, { x: 2 }] },
    given: { r: [{ x: 1 }, { x: 3 }] },
    path: ["r", 1, "x"],
    old: 2,
    new: 3,
    shown: "$.r[1].x",
  },
  {
    title: "the first of several",
    stored: { a: 0, b: 1, c: 1 },
    given: { a: 0, b: 2, c: 2 },
    path: ["b"],
    old: 1,
    new: 2,
    shown: "$.b",
  },
  { title: "the root", stored: "old", given: "new", path: [], old: "old", new: "new", shown: "$" },
  { title: "types", stored: { a: 1 }, given: { a: "1" }, path: ["a"], old: 1, new: "1", shown: '"1"' },
  {
    title: "an additional key",
    stored: { a: 1 },
    given: { a: 1, "b c": 2 },
    path: ["b c"],
    old: undefined,
    new: 2,
    shown: '$["b c"]',
  },
  {
    title: "a missing key",
    stored: { a: 1, b: 2 },
    given: { a: 1 },
    path: ["b"],
    old: 2,
    new: undefined,
    shown: "$.b",
  },
  { title: "a longer array", stored: [1], given: [1, 2], path: [1], old: undefined, new: 2, shown: "$[1]" },
  {
    title: "0 and -0",
    stored: { a: 0 },
    given: { a: -0 },
    path: ["a"],
    old: 0,
    new: -0,
    shown: "$.a, 0 is stored, -0 was given",
  },
  {
    title: "null and undefined",
    stored: { a: null },
    given: { a: undefined },
    path: ["a"],
    old: null,
    new: undefined,
    shown: "$.a",
  },
  {
    title: "an absent key and undefined",
    stored: {},
    given: { a: undefined },
    path: ["a"],
    old: undefined,
    new: undefined,
    shown: "$.a",
  },
  {
    title: "bigint and number",
    stored: [1n],
    given: [1],
    path: [0],
    old: 1n,
    new: 1,
    shown: "$[0], 1n is stored, 1 was given",
  },
  {
    title: "a date and its text",
    stored: [new Date(0)],
    given: [new Date(0).toISOString()],
    path: [0],
    old: new Date(0),
    new: "1970-01-01T00:00:00.000Z",
    shown: "$[0]",
  },
  {
    title: "Maps",
    stored: { m: new Map([["k", 1]]) },
    given: { m: new Map([["k", 2]]) },
    path: ["m"],
    old: new Map([["k", 1]]),
    new: new Map([["k", 2]]),
    shown: "$.m",
  },
  {
    title: "Buffer and Uint8Array",
    stored: [Buffer.from([1])],
    given: [Uint8Array.of(1)],
    path: [0],
    old: Buffer.from([1]),
    new: Uint8Array.of(1),
    shown: "$[0]",
  },
];

const EQUAL: readonly (readonly [title: string, stored: unknown, given: unknown])[] = [
  ["NaN", { a: Number.NaN }, { a: Number.NaN }],
  ["-0", [-0], [-0]],
  ["dates", [new Date(5)], [new Date(5)]],
  [
    "Maps in another order",
    new Map([
      ["a", 1],
      ["b", 2],
    ]),
    new Map([
      ["b", 2],
      ["a", 1],
    ]),
  ],
  ["Sets in another order", new Set([1, { x: 1 }, "b"]), new Set(["b", { x: 1 }, 1])],
  ["objects in another order, nested", { a: { b: 1, c: 2 }, d: 3 }, { d: 3, a: { c: 2, b: 1 } }],
  ["bytes", Uint16Array.of(1, 2), Uint16Array.of(1, 2)],
  ["undefined", { a: undefined }, { a: undefined }],
];

/** Difference that `raise_if_different` reports. */
export function setDifferenceCases(suite: Suite): void {
  for (const { title, stored, given, path, old, new: next, shown } of DIFFERENT) {
    suite.case(`RESULT_DIFFERS names path, old and new: ${title}`, async ({ backend, models: { Anything } }) => {
      await backend.set("id", stored, { model: Anything });
      const error = await expectCode(
        backend.set("id", given, { model: Anything, behavior: BEHAVIOR }),
        "RESULT_DIFFERS",
      );
      assert(error instanceof ResultDiffersError && error instanceof ResultExistsError);
      expectSame(error.difference, { path, old, new: next });
      expect(error.id).toBe("id");
      expect(error.message).toContain(shown);
      expectSame(await backend.get("id", Anything), stored);
    });
  }

  for (const [title, stored, given] of EQUAL) {
    suite.case(`equal data is no difference: ${title}`, async ({ backend, models: { Anything }, clock }) => {
      await backend.set("id", stored, { model: Anything });
      const before = await backend.info("id");
      clock.advance(1);
      expect(await backend.set("id", given, { model: Anything, behavior: BEHAVIOR, ttlSeconds: 5 })).toBe(true);
      expectSame(await backend.info("id"), before);
    });
  }

  suite.case("RESULT_DIFFERS names both models and namespaces", async ({ backend, models: { Anything, Other } }) => {
    await backend.set("id", 1, { model: Anything, namespace: "here" });
    const behavior = BEHAVIOR;
    const model = await expectCode(
      backend.set("id", 1, { model: Other, namespace: "here", behavior }),
      "RESULT_DIFFERS",
    );
    expect(model.message).toMatch(/Anything.*here.*Other.*here/);
    const namespace = await expectCode(backend.set("id", 1, { model: Anything, behavior }), "RESULT_DIFFERS");
    expect(namespace.message).toMatch(/Anything.*here.*Anything.*default/);
  });

  suite.case("data is compared after validation, not before", async ({ backend, models: { Person, Celsius } }) => {
    await backend.set("p", { name: "Ada", age: 36 }, { model: Person });
    const more = { name: "Ada", age: 36, unknown: "dropped by the schema" };
    expect(await backend.set("p", more, { model: Person, behavior: BEHAVIOR })).toBe(true);
    await backend.set("c", { at: "2026-01-01T00:00:00.000Z", degrees: "20" }, { model: Celsius });
    const same = { at: "2026-01-01", degrees: "2e1" };
    expect(await backend.set("c", same, { model: Celsius, behavior: BEHAVIOR })).toBe(true);
  });
}
