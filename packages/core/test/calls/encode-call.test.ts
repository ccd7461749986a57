import { expect, test } from "vitest";
import { encodeCall } from "../../src/calls/encode-call.ts";
import { type Call, ValueRef } from "../../src/index.ts";
import { splitValue } from "../../src/values/split-value.ts";

const DIGEST = "0".repeat(64);

const encoded = (call: Omit<Call, "name">) => encodeCall({ name: "f", ...call }, (value) => splitValue(value, 2, 0));

test("a call without values has no parts", () => {
  expect(encoded({ arguments: {} }).parts).toBeUndefined();
  expect(encoded({ arguments: { n: 1 } }).parts).toMatchObject({ space: "values", levels: [[{}]] });
});

test.each([
  ["no result", {}, false],
  ["a result", { result: 1 }, false],
  ["a reference for its result", { result: new ValueRef(DIGEST) }, true],
] as const)("a call with %s, of a reference: hasReferences tells of the result alone", (_, result, expected) => {
  const { hasReferences, references } = encoded({ arguments: { of: new ValueRef(DIGEST) }, ...result });
  expect(hasReferences).toBe(expected);
  expect(references).toEqual(expected ? [DIGEST, DIGEST] : [DIGEST]);
});
