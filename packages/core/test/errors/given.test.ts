import { expect, test } from "vitest";
import { given } from "../../src/errors/given.ts";
import { ModelRegistry } from "../../src/models/model-registry.ts";
import { expiryOf } from "../../src/records/expiry.ts";

test.for<[value: unknown, shown: string]>([
  ["2", '"2"'],
  ["x".repeat(100), `"${"x".repeat(80)}"`],
  [2, "2"],
  [2n, "2"],
  [null, "null"],
  [undefined, "undefined"],
  [[1], "an array"],
  [Object.create(null), "object"],
  [Symbol("a"), "symbol"],
  [() => {}, "function"],
])("%o is shown as %s", ([value, shown]) => {
  expect(given(value)).toBe(shown);
});

test("a message tells a text from a number, and null from an object", () => {
  const registry = new ModelRegistry();
  const schema = { "~standard": { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) } } as const;
  expect(() => registry.register("M", schema, { version: "2" as never })).toThrow('from 1, got "2".');
  expect(() => expiryOf(null as never, 0)).toThrow("got null");
});
