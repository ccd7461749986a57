import { expect, test } from "vitest";
import { fingerprintOf } from "../../src/calls/fingerprint.ts";
import { digest } from "../../src/values/digest.ts";

test("a fingerprint is the given text, or the digest of the source", () => {
  const add = (a: number, b: number): number => a + b;
  expect(fingerprintOf(add, "v1")).toBe("v1");
  expect(fingerprintOf(add, true)).toBe(digest(add.toString()));
  expect(() => fingerprintOf(add, "")).toThrow(TypeError);
  expect(() => fingerprintOf(add.bind(null), true)).toThrow("'bound add' is built in or bound, and has no source");
});
