import { collect } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { MemoryBackend, ModelRegistry } from "../../../src/index.ts";
import type { ChildrenOptions } from "../../../src/results/lookup/entry-options.ts";
import type { ScanRange, Space } from "../../../src/storage.ts";

const IDS = ["a", "a-b", "a-b/x", "a/c", "a/c/1", "a/d", "b/e", "c"];
/** Prefix and bound of each scan of the results. */
const scans: unknown[] = [];
/** Ids that the scans have yielded. */
const read: string[] = [];
/** Functions by which scans leave out ids, and those that they tell of it. */
const nexts: unknown[] = [];
const notes: unknown[] = [];

async function backendOf(ids: readonly string[]): Promise<MemoryBackend> {
  const registry = new ModelRegistry();
  const model = registry.register("M", v.number());
  const backend = new MemoryBackend({ registry });
  for (const id of ids) await backend.set(id, 1, { model });
  const { storage } = backend;
  const scan = storage.scan.bind(storage);
  storage.scan = async function* (space: Space, range: ScanRange = {}) {
    scans.push([range.prefix, range.after]);
    nexts.push(range.next);
    notes.push(range.noteSkipped);
    for await (const page of scan(space, range)) {
      for (const id of page) {
        read.push(id);
        yield [id];
      }
    }
  };
  return backend;
}
const backend = await backendOf(IDS);
const listed = async (prefix?: string, options: ChildrenOptions = {}): Promise<string> => {
  const children = await collect(backend.children(prefix, options));
  return children
    .map(({ segment, isResult, ...more }) => segment + (isResult ? "!" : "") + ("count" in more ? more.count : ""))
    .join(" ");
};

test("children are listed with the number of their results, in both orders", async () => {
  expect(await listed()).toBe("a!4 a-b!2 b1 c!1");
  expect(await listed("a")).toBe("c!2 d!1");
  expect(await listed("a/c")).toBe("1!1");
  expect(await listed("c")).toBe("");
  expect(await listed(undefined, { order: "desc" })).toBe("c!1 b1 a-b!2 a!4");
});

test("without counts, the same children are listed", async () => {
  expect(await listed(undefined, { counts: false })).toBe("a! a-b! b c!");
  expect(await listed("a", { counts: false })).toBe("c! d!");
  expect(await listed("a", { counts: false, order: "desc", limit: 1 })).toBe("d!");
});

test("a listing continues after a segment or the id of a child, up to a limit", async () => {
  expect(await listed(undefined, { after: "a" })).toBe("a-b!2 b1 c!1");
  expect(await listed(undefined, { after: "a-b" })).toBe("b1 c!1");
  expect(await listed("a", { after: "c" })).toBe("d!1");
  expect(await listed("a", { after: "a/c" })).toBe("d!1");
  expect(await listed(undefined, { after: "a-b", order: "desc" })).toBe("a!4");
  expect(await listed(undefined, { after: "c", order: "desc", limit: 2 })).toBe("b1 a-b!2");
  expect(await listed(undefined, { limit: 0 })).toBe("");
  expect(await listed(undefined, { limit: 3 })).toBe("a!4 a-b!2 b1");
  expect(await listed(undefined, { limit: 9 })).toBe("a!4 a-b!2 b1 c!1");
});

test("only the ids behind the head of a segment are scanned", async () => {
  scans.length = 0;
  await listed(undefined, { after: "a-b" });
  await listed("a", { after: "c-d" });
  await listed("a", { after: "c-d", order: "desc" });
  expect(scans).toEqual([
    [undefined, "a"],
    ["a", "a/c"],
    ["a", undefined],
  ]);
});

test("a descending scan ends at the first id behind those of the head", async () => {
  for (const [prefix, after, last] of [
    [undefined, "a-b", "b/e"],
    ["a", "c-d", "a/d"],
  ] as const) {
    read.length = 0;
    await listed(prefix, { after, order: "desc" });
    expect(read.at(-1)).toBe(last);
  }
});

test.for<[string | undefined, ChildrenOptions, string]>([
  ["a", { after: "b/c" }, "it is no child of 'a': 'after' takes a segment, or the id of a child"],
  ["a", { after: "a/c/1" }, "it is no child of 'a'"],
  [undefined, { after: "a/c" }, "it is no child of ''"],
  [undefined, { counts: 1 as never }, "counts must be true or false, got 1."],
  [undefined, { order: "up" as never }, "order must be 'asc' or 'desc', got \"up\"."],
  [undefined, { limit: -1 }, "limit must be a whole number from 0, got -1."],
  [undefined, { counters: true } as never, "Unknown option 'counters' of children. Did you mean 'counts'?"],
])("children of %s with %j are refused", async ([prefix, options, message]) => {
  await expect(listed(prefix, options)).rejects.toThrow(message);
});

test("an aborted signal ends a listing, also one in progress", async () => {
  scans.length = 0;
  await expect(listed(undefined, { signal: AbortSignal.abort(new Error("stopped")) })).rejects.toThrow("stopped");
  expect(scans).toEqual([]);
  const controller = new AbortController();
  const children = backend.children(undefined, { signal: controller.signal });
  await children.next();
  controller.abort(new Error("stopped"));
  await expect(children.next()).rejects.toThrow("stopped");
});

test("the ids below a child may be left out, and those between it and them may not", async () => {
  const leading = async (prefix: string | undefined, ids: readonly string[]): Promise<unknown[]> => {
    nexts.length = 0;
    await listed(prefix);
    return ids.map((id) => (nexts[0] as (id: string) => string)(id));
  };
  expect(await leading(undefined, ["a", "a/c", "a/c/1"])).toEqual(["a\0", "a0", "a0"]);
  expect(await leading("a", ["a/c", "a/c/1", "a/c/1/2"])).toEqual(["a/c\0", "a/c0", "a/c0"]);
});

test("those that are left out are asked for only where they are counted", async () => {
  notes.length = 0;
  await listed();
  await listed(undefined, { counts: false });
  await listed("a", { order: "desc" });
  expect(notes.map((note) => typeof note)).toEqual(["function", "undefined", "function"]);
});
