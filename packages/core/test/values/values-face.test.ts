import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import { ref, ValuesFace } from "../../src/index.ts";
import { digest } from "../../src/values/digest.ts";
import { QueuedMemory } from "../support/queued-memory.ts";

const code = (name: string) => expect.objectContaining({ code: name });
const VALUE = { list: [1, 2] };

function open() {
  const storage = new QueuedMemory();
  return { storage, values: new ValuesFace(storage) };
}

test("a value is saved once, under its digest", async () => {
  const { storage, values } = open();
  const key = await values.save(VALUE);
  expect(key).toBe(digest(VALUE));
  expect([await values.save(VALUE, key), await values.list()]).toEqual([key, [key]]);
  await expect(values.save([3], key)).rejects.toThrow(`the digest of the value is '${digest([3])}'`);
  expect(await values.list()).toEqual([key]);
  storage.operations.length = 0;
  await values.save([4]);
  await values.save([4], "name");
  expect(storage.operations).toEqual([`write ${digest([4])}`, `write ${digest([4])},name`]);
});

test("an alias leads to the value that it was last saved with", async () => {
  const { values } = open();
  const [first, second] = [await values.save(VALUE, "best"), await values.save([3])];
  expect([await values.expand("best"), await values.load("best")]).toEqual([first, VALUE]);
  await values.save([3], "best");
  expect([await values.expand("best"), await values.load("best")]).toEqual([second, [3]]);
  expect(await collect(values.aliases())).toEqual([["best", second]]);
  expect([await values.contains("best"), await values.contains(first), await values.contains("other")]).toEqual([
    true,
    true,
    false,
  ]);
  await values.evict(second);
  expect(await values.contains("best")).toBe(false);
  expect([await values.evict("best"), await values.evict("best"), await values.evict(first)]).toEqual([
    true,
    false,
    true,
  ]);
  await expect(values.load("best")).rejects.toThrow(code("DIGEST_NOT_FOUND"));
  await expect(values.expand("best")).rejects.toThrow("is called");
});

test("a reference is saved as what it refers to, which must be stored", async () => {
  const { values } = open();
  await expect(values.save(ref(digest(VALUE)))).rejects.toThrow(code("DIGEST_NOT_FOUND"));
  const key = await values.save(VALUE);
  expect(await values.save(ref(key), "name")).toBe(key);
  expect(await values.load("name")).toEqual(VALUE);
  await expect(values.save({ a: ref(digest([5])) })).rejects.toThrow(code("DIGEST_NOT_FOUND"));
  expect(await values.load(await values.save({ a: ref(key) }))).toEqual({ a: VALUE });
});

test.for([
  [{ maxCopiedBytes: -1 }, "maxCopiedBytes must be a number from 0, got -1."],
  [{ maxCopiedBytes: Number.NaN }, "got NaN."],
  [{ maxCopiedBytes: "1" }, 'got "1".'],
  [{ maxBytes: 1 }, "Unknown option 'maxBytes' of load."],
] as const)("options %j are refused", async ([options, message]) => {
  const { values } = open();
  await values.save(VALUE, "name");
  await expect(values.load("name", options as never)).rejects.toThrow(message);
  expect(await values.load("name", { maxCopiedBytes: 0 })).toEqual(VALUE);
});

test("garbage is what no alias, root or call refers to", async () => {
  const { storage, values } = open();
  const [named, root] = [await values.save([1], "name"), await values.save([2])];
  await values.save([3]);
  expect(await values.gc([root], { dryRun: true })).toBe(1);
  expect(storage.released).toEqual([]);
  expect(await values.gc([root])).toBe(1);
  expect((await values.list()).toSorted()).toEqual([named, root].toSorted());
  expect(await values.gc(["name"])).toBe(1);
  expect(await values.list()).toEqual([named]);
  await values.compact();
  expect(storage.released).toEqual([false, false, true]);
  await expect(values.gc([], { dry: true } as never)).rejects.toThrow("Unknown option 'dry' of gc.");
});

test("reuses are counted, and copied values come with their aliases", async () => {
  const [{ storage, values }, target] = [open(), open()];
  const [inner, other] = [await values.save([1]), await values.save([2], "two")];
  const outer = await values.save({ a: ref(inner), b: ref(inner) }, "outer");
  await values.save([ref(inner)]);
  const counts = await values.countReuses();
  expect([counts.get(inner), counts.get(other), counts.get(outer)]).toEqual([2, 0, 0]);
  expect(await values.copyTo(target.values)).toEqual({ copied: 4, skipped: 0 });
  expect(await values.copyTo(target.values)).toEqual({ copied: 0, skipped: 4 });
  expect(await target.values.load("outer")).toEqual({ a: [1], b: [1] });
  expect(await collect(target.values.aliases())).toEqual([
    ["outer", outer],
    ["two", other],
  ]);
  const [record] = (await collect(values.exportRecords())).flat().filter(({ key }) => key === inner);
  expect(record).not.toHaveProperty("aliases");
  await expect(target.values.importRecords([{ ...record, key: "ab" } as never])).rejects.toThrow(
    code("INVALID_DIGEST"),
  );
  await expect(target.values.importRecords([{ ...record, aliases: [other] } as never])).rejects.toThrow(
    `Expected an alias of '${inner}', got '${other}'.`,
  );
  await values.close();
  expect(() => values.aliases()).toThrow(code("BACKEND_CLOSED"));
  expect(storage.operations).not.toEqual([]);
});

test("a damaged alias is an error, is not listed, and keeps nothing", async () => {
  const { storage, values } = open();
  const key = await values.save([1], "good");
  const content = { modelName: "alias", namespace: "n", version: 1, data: 5, createdAt: "", updatedAt: "" };
  for (const [alias, data] of [
    ["torn", 5],
    ["text", "abc"],
  ] as const)
    await storage.write("value_aliases", [{ key: alias, condition: "any", content: { ...content, data } }]);
  expect(await collect(values.aliases())).toEqual([["good", key]]);
  await expect(values.load("torn")).rejects.toThrow("it contains no digest");
  await expect(values.contains("text")).rejects.toThrow(code("CORRUPT_RECORD"));
});

test("the values of a store that was collected meanwhile are counted in pages", async () => {
  const { values } = open();
  const inner = await values.save([0]);
  for (let i = 0; i < 130; i++) await values.save({ i, inner: ref(inner) });
  const counts = await values.countReuses();
  expect([counts.size, counts.get(inner)]).toEqual([131, 130]);
});
