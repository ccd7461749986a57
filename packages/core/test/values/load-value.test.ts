import { expect, test } from "vitest";
import { MAX_DEPTH } from "../../src/codec/depth.ts";
import type { RecordWrite } from "../../src/storage.ts";
import { MemoryStorage } from "../../src/storage.ts";
import { collectGarbage } from "../../src/values/collect-garbage.ts";
import { countReuses } from "../../src/values/count-reuses.ts";
import { digest } from "../../src/values/digest.ts";
import { loadValue, unsealLoaded } from "../../src/values/load-value.ts";

const TIME = new Date(0).toISOString();
const record = (data: unknown, types?: unknown) =>
  ({
    modelName: "value",
    namespace: "results-manager",
    version: 1,
    data,
    types,
    createdAt: TIME,
    updatedAt: TIME,
  }) as unknown as RecordWrite["content"];
const code = (name: string, message = "") =>
  expect.objectContaining({ code: name, message: expect.stringContaining(message) });
const fake = (name: string): string => name.padEnd(64, "0");

/** Records of values by their digests; each refers to others by their positions in its data. */
async function open(records: readonly (readonly [key: string, data: unknown, types?: unknown])[]) {
  const storage = new MemoryStorage();
  const reads: number[] = [];
  const read = storage.read.bind(storage);
  storage.read = (space, keys) => {
    if (space === "values") reads.push(keys.length);
    return read(space, keys);
  };
  const writes = records.map(([key, data, types]) => ({
    key,
    condition: "any" as const,
    content: record(data, types),
  }));
  await storage.write("values", writes);
  return { storage, reads };
}
const REFERENCE = ["each", "reference"];
const leaf = { x: 1 };
/** A value that contains a part twice, in its stored form. */
const SHARED: [string, unknown, unknown?][] = [
  [digest(leaf), leaf],
  [digest([leaf, leaf]), [digest(leaf), digest(leaf)], REFERENCE],
];
const ROOT = digest([leaf, leaf]);

test("a value is loaded with its parts, each read once, level by level, and a copy for each place", async () => {
  const { storage, reads } = await open(SHARED);
  const loaded = (await loadValue(storage, ROOT)) as object[];
  expect(loaded).toEqual([leaf, leaf]);
  expect(loaded[0]).not.toBe(loaded[1]);
  expect(reads).toEqual([1, 1]);
});

test("copies of shared parts are limited, and a value without shared parts is not", async () => {
  const { storage } = await open([...SHARED, [digest([leaf]), [digest(leaf)], REFERENCE]]);
  const bytes = 48 + 8;
  expect(await loadValue(storage, ROOT, bytes)).toEqual([leaf, leaf]);
  const message = `copies of its shared parts would take about ${bytes} bytes, and the limit is ${bytes - 1}. Load its parts`;
  await expect(loadValue(storage, ROOT, bytes - 1)).rejects.toThrow(code("VALUE_TOO_LARGE", message));
  expect(await loadValue(storage, digest([leaf]), 0)).toEqual([leaf]);
});

test.for<[string, records: [string, unknown, unknown?][], root: string, error: unknown]>([
  ["missing", [], fake("a"), code("DIGEST_NOT_FOUND")],
  ["with a missing part", [[fake("a"), [fake("b")], REFERENCE]], fake("a"), code("DIGEST_NOT_FOUND", fake("b"))],
  ["that is another one", [[fake("a"), 1]], fake("a"), code("CORRUPT_RECORD", `its digest is ${digest(1)}`)],
  [
    "whose types do not fit",
    [[fake("a"), 1, REFERENCE]],
    fake("a"),
    code("CORRUPT_RECORD", "its types do not fit its data"),
  ],
  ["with a reference to no digest", [[fake("a"), ["x"], REFERENCE]], fake("a"), code("CORRUPT_RECORD")],
  ["that contains itself", [[fake("a"), [fake("a")], REFERENCE]], fake("a"), code("CORRUPT_RECORD")],
  ["of a type that is not registered", [[fake("a"), [1], "type:Money"]], fake("a"), code("TYPE_NOT_REGISTERED")],
])("a value is refused %s", async ([, records, root, error]) => {
  const { storage } = await open(records);
  await expect(loadValue(storage, root)).rejects.toThrow(error);
});

test("a chain of parts may be as deep as a value", async () => {
  const key = (i: number): string => i.toString(16).padStart(64, "0");
  const chain = Array.from({ length: MAX_DEPTH + 2 }, (_, i) => [key(i), [key(i + 1)], REFERENCE] as const);
  const { storage } = await open([...chain, [key(MAX_DEPTH + 2), 1]]);
  const deep = code("CORRUPT_RECORD", `it is nested deeper than ${MAX_DEPTH} levels`);
  await expect(loadValue(storage, key(0))).rejects.toThrow(deep);
  await expect(loadValue(storage, key(2))).rejects.toThrow(code("CORRUPT_RECORD", "its digest is"));
});

test("loaded bytes are returned without another copy, and anything else is one", async () => {
  const storage = new MemoryStorage();
  const [bytes, list] = [new Uint8Array(1), [1]];
  expect(unsealLoaded(storage, "a", bytes)).toBe(bytes);
  expect(unsealLoaded(storage, "a", list)).toEqual(list);
  expect([unsealLoaded(storage, "a", null), unsealLoaded(storage, "a", "x")]).toEqual([null, "x"]);
});

test("values are collected that nothing refers to, and damaged ones stop nothing", async () => {
  const { storage } = await open([
    ...SHARED,
    [fake("a"), [fake("b")], REFERENCE],
    [fake("b"), 1],
    [fake("c"), 1, REFERENCE],
    [fake("d"), 1],
    [fake("e"), 1],
    [fake("f"), 1],
  ]);
  const call = (data: unknown) => ({ key: fake("9"), condition: "any" as const, content: record(data) });
  await storage.write("calls", [call({ name: "f", arguments: { x: fake("d"), y: "odd" }, result: fake("e") })]);
  await storage.write("value_aliases", [
    { key: "alias", condition: "any", content: record(ROOT) },
    { key: "odd", condition: "any", content: record({}) },
  ]);
  expect(await countReuses(storage)).toEqual(
    new Map([
      ...["d", "e", "f", "a", "c"].map((name) => [fake(name), 0] as const),
      [fake("b"), 1],
      [ROOT, 0],
      [digest(leaf), 1],
    ]),
  );
  expect(await collectGarbage(storage, [fake("f")])).toBe(3);
  const kept = [ROOT, digest(leaf), fake("d"), fake("e"), fake("f")];
  expect(await storage.listKeys("values")).toEqual(kept.sort());
  expect(await collectGarbage(storage, [])).toBe(1);
});

test("a collection keeps what is below a kept value, and removes each value before its parts", async () => {
  const [top, mid, low, self] = ["1", "2", "3", "4"].map(fake) as [string, string, string, string];
  const { storage } = await open([
    [top, [mid], REFERENCE],
    [mid, [low], REFERENCE],
    [low, 1],
    [self, [self], REFERENCE],
  ]);
  const removed: string[] = [];
  const remove = storage.remove.bind(storage);
  storage.remove = (space, removals) => {
    if (space === "values" && removals.length > 0) removed.push(removals.map(({ key }) => key[0]).join(""));
    return remove(space, removals);
  };
  expect(await collectGarbage(storage, [top])).toBe(1);
  expect(await storage.listKeys("values")).toEqual([top, mid, low]);
  expect(await collectGarbage(storage, [])).toBe(3);
  expect(removed).toEqual(["4", "1", "2", "3"]);
});
