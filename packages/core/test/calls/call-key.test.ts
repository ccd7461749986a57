import { expect, test } from "vitest";
import { callKey } from "../../src/calls/call-key.ts";
import { digest } from "../../src/index.ts";

test("the key of a call is the digest of what it is said to be", () => {
  const [a, b] = [digest(1), digest(2)];
  for (const [name, module, version] of [
    ["f", undefined, undefined],
    ["ä".repeat(500), "m", "1"],
    ["__proto__", undefined, "2"],
  ] as const) {
    const args = { x: a, y: b };
    expect(callKey({ name, module, version, arguments: args })).toBe(
      digest(["call", name, module, version, "x", a, "y", b]),
    );
  }
  expect(callKey({ name: "f", arguments: {} })).toBe(digest(["call", "f", undefined, undefined]));
});
