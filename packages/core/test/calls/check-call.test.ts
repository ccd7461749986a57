import { expect, test } from "vitest";
import { checkCallFields, checkName } from "../../src/calls/check-call.ts";
import { versionText } from "../../src/calls/version-text.ts";

const check = (call: unknown): void => checkCallFields(call, "a call");

test("ordinary calls pass", () => {
  check({ name: "f" });
  check({ name: "f", module: "m", version: 2, fingerprint: "x", arguments: { a: 1 }, metadata: { run: { id: 1 } } });
});

test.for([
  [null, "Expected an object for a call, got null."],
  [[], "got an array."],
  ["f", "got string."],
  [{ name: "" }, "The name of a call must be text of 1 to 1000 bytes"],
  [{ name: "f", module: 3 }, "The module of a call must be a string, got 3."],
  [{ name: "f", version: "a\nb" }, "The version of a call"],
  [{ name: "f", fingerprint: "" }, "The fingerprint of a call"],
  [{ name: "f", arguments: { "": 1 } }, "The name of an argument"],
  [{ name: "f", arguments: new Map() }, "Expected a plain object for the arguments of a call, got an instance of Map."],
  [{ name: "f", metadata: { "": {} } }, "The subject of metadata"],
  [{ name: "f", metadata: { run: 1 } }, "Expected an object for the metadata 'run' of a call, got number."],
  [{ name: "f", metadata: { run: { "": 1 } } }, "The name of metadata of 'run'"],
] as const)("%j is refused", ([call, message]) => {
  expect(() => check(call)).toThrow(message);
});

test("a name is text of 1 to 1,000 bytes without control characters", () => {
  for (const name of ["a", "a b", "é".repeat(500), "x".repeat(1000)]) expect(checkName(name, "A name")).toBe(name);
  for (const name of ["", "a\u0000", "a\u0085", "\ud800", "x".repeat(1001), "é".repeat(501)])
    expect(() => checkName(name, "A name")).toThrow(TypeError);
});

test("a version is text, and a number is its decimal text", () => {
  expect([1, 1e21, 1.5, "1", undefined].map((version) => versionText(version))).toEqual([
    "1",
    "1000000000000000000000",
    "1.5",
    "1",
    undefined,
  ]);
  expect(() => versionText(Number.NaN)).toThrow("got NaN");
});
