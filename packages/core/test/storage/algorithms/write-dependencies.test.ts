import { expect, test } from "vitest";
import { internalContent } from "../../../src/records/internal-record.ts";
import type { PartWrite } from "../../../src/records/storage-backend.ts";
import { type PartsMedium, writeWithDependencies } from "../../../src/storage/algorithms/write-dependencies.ts";
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

/** Operations on a memory in batches of two, in their order, each with its keys. */
function logged(failing: string | undefined = undefined, confirms = true) {
  const storage = new MemoryStorage();
  const log: string[] = [];
  const failure = new Error("failed");
  const medium: PartsMedium = {
    batchSize: 2,
    has: async (space, keys) => {
      log.push(`has ${keys}`);
      const found = await storage.has(space, keys);
      return found.map((each, i) => (`has ${keys[i]}` === failing ? failure : each));
    },
    write: async (space, writes) => {
      log.push(`write ${writes.map(({ key, confirms }) => (confirms ? `${key}!` : key))}`);
      const written = await storage.write(space, writes);
      return written.map((each, i) => (`write ${writes[i]?.key}` === failing ? failure : each));
    },
    ...(confirms && {
      confirm: async (_, keys) => {
        log.push(`confirm ${keys}`);
        return keys.map((key) => (`confirm ${key}` === failing ? failure : undefined));
      },
    }),
  };
  return { medium, log, failure };
}

test("a medium gets no empty batch", async () => {
  const { medium, log } = logged();
  const parts = ["p", "q", "r", "s"].map((key) => part(key));
  await writeWithDependencies(medium, "calls", [write("a", parts.slice(0, 2)), write("b"), write("c", parts)]);
  expect(log.splice(0)).toEqual(["has p,q", "write p!,q!", "has r,s", "write r!,s!", "write a,b,c"]);
  await writeWithDependencies(medium, "calls", [write("d", parts.slice(1, 2))]);
  expect(log.splice(0)).toEqual(["has q", "confirm q", "write d"]);
  await writeWithDependencies(medium, "calls", [write("e")]);
  expect(log).toEqual(["write e"]);
});

test("nothing is written of records whose parts all fail", async () => {
  const { medium, log, failure } = logged("has p");
  expect(await writeWithDependencies(medium, "calls", [write("a", [part("p")])])).toEqual([failure]);
  expect(log).toEqual(["has p"]);
});

test("a medium without weaker durability confirms nothing", async () => {
  const { medium, log } = logged(undefined, false);
  await writeWithDependencies(medium, "calls", [write("a", [part("p")])]);
  await writeWithDependencies(medium, "calls", [write("b", [part("p")])]);
  expect(log).toEqual(["has p", "write p!", "write a", "has p", "write b"]);
});

test.for(["has p", "write p", "confirm p"])("if '%s' fails, nothing is written that needs it", async (failing) => {
  const { medium, log, failure } = logged(failing);
  if (failing === "confirm p") await writeWithDependencies(medium, "calls", [write("before", [part("p")])]);
  log.length = 0;
  const [first, second] = [write("a", [part("p")], [part("never")]), write("b", [part("q")])];
  expect(await writeWithDependencies(medium, "calls", [first, second])).toMatchObject([failure, { written: true }]);
  expect(log.at(-1)).toBe("write b");
  expect(log).not.toContain("has never");
});
