import { digest } from "@results-manager/core";
import { expectSame, tempFolder, unicodeStringArbitrary, valueArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { keyOf, nameOf } from "../src/codec/names.ts";
import { Hdf5Values } from "../src/index.ts";

const open = (): Hdf5Values => new Hdf5Values(tempFolder(), { durability: "process" });

test("property: every storable value is loaded as it was saved, and its digest fits", async () => {
  await using values = open();
  await fc.assert(
    fc.asyncProperty(valueArbitrary(), async (value) => {
      const key = await values.save(value);
      expect(key).toBe(digest(value));
      expectSame(await values.load(key), value);
    }),
    { numRuns: 30 },
  );
});

test("property: lists of alike objects, of texts, of truth values and of odd numbers are loaded as they were saved", async () => {
  const item = fc.oneof(
    fc.double(),
    fc.boolean(),
    fc.constantFrom(-0, null, undefined, "", "a ", 1n),
    unicodeStringArbitrary(),
  );
  const row = fc.record({ a: item, "b/c": fc.double(), "": fc.constant("x") }, { noNullPrototype: true });
  const list = fc.oneof(
    ...[row, fc.double(), fc.boolean(), unicodeStringArbitrary()].map((of) => fc.array<unknown>(of, { maxLength: 9 })),
  );
  await using values = open();
  await fc.assert(
    fc.asyncProperty(list, async (value) => expectSame(await values.load(await values.save(value)), value)),
    { numRuns: 30 },
  );
});

test("property: a key is the name of one member, and a name that is no key is none", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (key) => {
      const name = nameOf(key);
      expect(name).toMatch(/^[^/\0]+$/);
      expect(name).not.toBe(".");
      expect(keyOf(name)).toBe(key);
    }),
  );
  for (const key of ["", ".", "..", "a/b", "%", "%2f", "\0", "\ud800", "\udc00x", "😀"])
    expect(keyOf(nameOf(key))).toBe(key);
  for (const name of ["", ".", "a/b", "%zz", "%2F", "%41"]) expect(keyOf(name)).toBeUndefined();
});

test("an object keeps the order of its keys, and a key may be long", async () => {
  const value = { z: 1, a: [1, "x"], m: "text", ["long".repeat(10_000)]: { ["long".repeat(10_000)]: null } };
  await using values = open();
  expect(JSON.stringify(await values.load(await values.save(value)))).toBe(JSON.stringify(value));
});

test("texts with long runs of spaces are loaded in a time that is linear in their length", async () => {
  const text = `${" ".repeat(1_000_000)}x`;
  await using values = open();
  for (const value of [{ text }, [text, text]]) expectSame(await values.load(await values.save(value)), value);
});
