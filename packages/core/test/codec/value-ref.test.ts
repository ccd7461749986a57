import { expect, test } from "vitest";
import { setProperty } from "../../src/codec/set-property.ts";
import { ref, ValueRef } from "../../src/codec/value-ref.ts";

const DIGEST = "ab".repeat(32);

test("a reference is its digest, and cannot be changed", () => {
  const reference = ref(DIGEST.toUpperCase());
  expect([reference.digest, `${reference}`, JSON.stringify(reference)]).toEqual([DIGEST, DIGEST, `"${DIGEST}"`]);
  expect(Object.isFrozen(reference)).toBe(true);
  expect(() => ref("abcd")).toThrow(expect.objectContaining({ code: "INVALID_DIGEST" }));
});

test("only references are instances", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const values = [ref(DIGEST), Object.create(ValueRef.prototype), { digest: DIGEST }, proxy, null, DIGEST];
  expect(values.map((value) => value instanceof ValueRef)).toEqual([true, false, false, false, false, false]);
});

test("a property of any name is an ordinary one", () => {
  const target: Record<string, unknown> = {};
  for (const key of ["a", "__proto__"]) {
    setProperty(target, key, 1);
    expect(Object.getOwnPropertyDescriptor(target, key)).toEqual({
      value: 1,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
});
