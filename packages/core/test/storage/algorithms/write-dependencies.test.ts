import { expect, test } from "vitest";
import { internalContent } from "../../../src/records/internal-record.ts";
import type { PartWrite } from "../../../src/records/storage-backend.ts";
import { MemoryStorage, type RecordWrite } from "../../../src/storage.ts";

const part = (key: string, prepare: () => string = () => key): PartWrite => ({
  key,
  prepare: () => internalContent("value", prepare(), 0),
});
const write = (key: string, ...levels: (readonly PartWrite[])[]): RecordWrite => ({
  key,
  condition: "absent",
  content: internalContent("value", key, 0),
  parts: { space: "values", levels },
});

test("what a record refers to is written before it, each once", async () => {
  await using storage = new MemoryStorage();
  let prepared = 0;
  const shared = part("leaf", () => `leaf ${++prepared}`);
  const outcomes = await storage.write("calls", [write("a", [shared], [part("inner")]), write("b", [shared])]);
  expect(outcomes.map(({ written }) => written)).toEqual([true, true]);
  expect(prepared).toBe(1);
  await storage.write("calls", [write("c", [shared])]);
  expect(prepared).toBe(1);
  expect(await storage.has("values", ["leaf", "inner"])).toEqual([true, true]);
  expect(await storage.has("calls", ["a", "b", "c"])).toEqual([true, true, true]);
});

test("a part that fails fails whatever refers to it, and nothing else", async () => {
  await using storage = new MemoryStorage();
  const torn = part("torn", () => {
    throw new Error("no");
  });
  const [bad, good] = await Promise.allSettled([
    storage.write("calls", [write("bad", [part("first"), torn], [part("never")])]),
    storage.write("calls", [write("good", [part("leaf")])]),
  ]);
  expect(bad).toMatchObject({ status: "rejected", reason: { message: "no" } });
  expect(good.status).toBe("fulfilled");
  expect(await storage.has("calls", ["bad", "good"])).toEqual([false, true]);
  expect(await storage.has("values", ["first", "never", "leaf"])).toEqual([true, false, true]);
});

test("keys are found by their beginning", async () => {
  await using storage = new MemoryStorage();
  for (const key of ["ab", "abc", "ab/c", "ac", "b"]) {
    await storage.write("values", [{ key, condition: "any", content: internalContent("value", key, 0) }]);
  }
  const found: string[] = [];
  for await (const page of storage.scan("values", { startsWith: "ab" })) found.push(...page);
  expect(found).toEqual(["ab", "ab/c", "abc"]);
});
