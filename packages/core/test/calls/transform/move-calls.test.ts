import { expect, test } from "vitest";
import { JOURNAL, keepParts, moveCalls, recoverMoves } from "../../../src/calls/transform/move-calls.ts";
import { recordDigest } from "../../../src/calls/transform/plan-moves.ts";
import { internalContent } from "../../../src/records/internal-record.ts";
import type { CallMove } from "../../../src/storage/record-index.ts";
import { MemoryStorage, type StorageSupports } from "../../../src/storage.ts";

test.each([
  ["not complete", []],
  ["complete", ["commit"]],
])("a journal that is %s is removed by the recovery", async (_, commit) => {
  await using storage = new MemoryStorage();
  const content = internalContent("moves", [], 0);
  for (const entry of ["0", ...commit]) {
    await storage.write("journal", [{ key: `${JOURNAL}/intent/${entry}`, condition: "any", content }]);
  }
  await recoverMoves(storage);
  for await (const keys of storage.scan("journal", { prefix: JOURNAL })) expect(keys).toEqual([]);
});

const content = (data: number) => internalContent("call", data, 0);
/** Moves of the calls 0, 1 and so on to keys of their own, with a part for each. */
const movesOf = (count: number): CallMove[] =>
  Array.from({ length: count }, (_, i) => ({
    from: `from${i}`,
    to: `to${i}`,
    content: content(i),
    replaced: recordDigest(content(i)),
    parts: { space: "values", levels: [[{ key: `part${i}`, prepare: () => content(i) }]] },
  }));

/** Memory that is taken for persistent, and records its changes. */
class Logged extends MemoryStorage {
  override readonly supports: StorageSupports;
  readonly log: string[] = [];
  readonly noted: unknown[] = [];

  constructor(persistent: boolean) {
    super();
    this.supports = { ...new MemoryStorage().supports, persistent };
  }

  protected override writeRecords(...[space, writes, now]: Parameters<MemoryStorage["writeRecords"]>) {
    for (const { key, confirms, content } of writes) {
      if (space === "journal" && Array.isArray(content.data)) this.noted.push(...content.data);
      const name = space === "journal" ? key.slice(key.lastIndexOf("/")) : key;
      this.log.push(`write ${space} ${name}${confirms ? "!" : ""}`);
    }
    return super.writeRecords(space, writes, now);
  }

  protected override removeRecords(...[space, removals, now]: Parameters<MemoryStorage["removeRecords"]>) {
    for (const { key } of removals) {
      this.log.push(`remove ${space} ${space === "journal" ? key.slice(key.lastIndexOf("/")) : key}`);
    }
    return super.removeRecords(space, removals, now);
  }
}

async function storing(count: number, persistent = true): Promise<Logged> {
  const storage = new Logged(persistent);
  for (let i = 0; i < count; i++)
    await storage.write("calls", [{ key: `from${i}`, condition: "any", content: content(i) }]);
  storage.log.length = 0;
  return storage;
}
const MOVED = ["write calls to0", "write calls to1", "remove calls from0", "remove calls from1"];

test("calls are moved after their parts are written, and a persistent medium notes the moves before", async () => {
  const storage = await storing(2);
  await moveCalls(storage, movesOf(2));
  expect(storage.log).toEqual([
    "write values part0!",
    "write values part1!",
    "write journal /0",
    "write journal /commit",
    ...MOVED,
    "remove journal /commit",
    "remove journal /0",
  ]);
  const fleeting = await storing(2, false);
  await moveCalls(fleeting, movesOf(2));
  expect(fleeting.log).toEqual(["write values part0!", "write values part1!", ...MOVED]);
});

test("moves are noted in pages of 256", async () => {
  for (const [count, pages] of [
    [256, ["/0", "/commit"]],
    [257, ["/0", "/256", "/commit"]],
  ] as const) {
    const storage = await storing(0);
    await moveCalls(storage, movesOf(count));
    const noted = storage.log.filter((line) => line.startsWith("write journal"));
    expect(noted).toEqual(pages.map((page) => `write journal ${page}`));
    expect(storage.noted).toMatchObject(movesOf(count).map(({ parts: _, ...move }) => move));
    expect(storage.noted[0]).not.toHaveProperty("parts");
    expect(await storage.listKeys("calls")).toHaveLength(count);
  }
});

test("what was noted completely is carried out by another process, and nothing else", async () => {
  const storage = await storing(3);
  const journal = (key: string, data: unknown) =>
    storage.write("journal", [
      { key: `${JOURNAL}/${key}`, condition: "any", content: internalContent("moves", data as never, 0) },
    ]);
  const [first, second, third] = movesOf(3).map(({ parts: _, ...move }) => move);
  await journal("a/0", [first]);
  await journal("a/256", [second]);
  await journal("a/commit", 2);
  await journal("b/0", [third]);
  await recoverMoves(storage);
  expect(await storage.listKeys("calls")).toEqual(["from2", "to0", "to1"]);
  expect(await storage.listKeys("journal")).toEqual([]);
});

test("damaged pages of the journal move nothing", async () => {
  const storage = await storing(1);
  for (const key of ["0", "commit"])
    await storage.write("journal", [
      { key: `${JOURNAL}/a/${key}`, condition: "any", content: internalContent("moves", [], 0) },
    ]);
  const read = storage.read.bind(storage);
  storage.read = async (space, keys) =>
    space === "journal" ? [undefined, { corrupt: "torn", data: movesOf(1), revision: {} } as never] : read(space, keys);
  await recoverMoves(storage);
  expect(await storage.listKeys("calls")).toEqual(["from0"]);
});

test("a call that was changed meanwhile is not removed", async () => {
  const storage = await storing(2);
  await storage.write("calls", [{ key: "from1", condition: "any", content: content(7) }]);
  await moveCalls(storage, movesOf(2));
  expect(await storage.listKeys("calls")).toEqual(["from1", "to0", "to1"]);
});

test("parts that are stored are kept", async () => {
  const storage = await storing(0);
  await storage.write("values", [{ key: "part0", condition: "any", content: content(7) }]);
  await keepParts(storage, [...movesOf(2), { ...(movesOf(1)[0] as CallMove), parts: undefined }]);
  expect(await storage.read("values", ["part0", "part1"])).toMatchObject([{ data: 7 }, { data: 1 }]);
});
