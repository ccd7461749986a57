import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import { ResultNotFoundError, StorageError } from "../../../src/index.ts";
import { Order, type OrderPlace } from "../../../src/query/order.ts";
import { findMatches } from "../../../src/results/lookup/find-matches.ts";
import { matchesIn } from "../../../src/results/lookup/match-results.ts";
import type { ResultQuery } from "../../../src/results/lookup/parse-query.ts";
import { RecordFailures } from "../../../src/results/record-failures.ts";
import type { StorageAccess } from "../../../src/storage/storage-access.ts";

/** Records are their numbers; those below 10 match. */
const record = (data: number, more: object = {}) => ({ modelName: "M", namespace: "n", data, ...more });
const condition = {
  kind: "test",
  field: { keys: ["x"], isStored: true },
  ofLength: false,
  operator: "lt",
  operand: 10,
};
const source = {
  model: { name: "M", indexes: [] },
  version: 1,
  wrote: ({ namespace }: { namespace: string }) => namespace !== "other",
  read: ({ data }: { data: number }) => (data === 3 ? Promise.resolve({ x: 3 }) : { x: data }),
};
const query = (more: object = {}): ResultQuery =>
  ({
    source,
    condition,
    namespace: undefined,
    failures: new RecordFailures("skip"),
    signal: undefined,
    ...more,
  }) as never;
const storage = { locate: () => "here", wraps: () => false };
const access = (more: object = {}): StorageAccess => ({ storage: { ...storage, ...more } }) as never;
const idsOf = (matches: readonly { readonly id: string }[]): string => matches.map(({ id }) => id).join("");

test("candidates match that the model wrote in the namespace, and whose values fulfil the condition", async () => {
  const found = [
    record(1),
    undefined,
    record(10),
    record(3),
    record(1, { modelName: "N" }),
    record(1, { namespace: "other" }),
    record(1, { namespace: "m" }),
  ];
  const candidates = { ids: [..."abcdefg"], found: found as never };
  expect(idsOf(await matchesIn(access(), query(), candidates, Infinity))).toBe("adg");
  expect(idsOf(await matchesIn(access(), query({ namespace: "n" }), candidates, Infinity))).toBe("ad");
  expect(idsOf(await matchesIn(access(), query(), candidates, 2))).toBe("ad");
  const [match] = await matchesIn(access(), query(), candidates, 1);
  expect(match).toEqual({ id: "a", value: { x: 1 }, content: record(1) });
});

test("errors before the last match are those of the query, and an error of the store ends it", async () => {
  const failures = new RecordFailures("skip");
  const found = [new ResultNotFoundError("a"), { corrupt: "torn" }, record(1), new ResultNotFoundError("d")] as never;
  expect(idsOf(await matchesIn(access(), query({ failures }), { ids: [..."abcd"], found }, 1))).toBe("c");
  expect(failures.ids).toEqual(["a", "b"]);
  const full = new StorageError("full", { id: "a" }, "STORAGE_FULL");
  await expect(matchesIn(access(), query(), { ids: ["a"], found: [full] }, 1)).rejects.toBe(full);
  const signal = AbortSignal.abort(new Error("stopped"));
  await expect(matchesIn(access(), query({ signal }), { ids: [], found: [] }, 1)).rejects.toThrow("stopped");
});

/** Order by the value, then by the id, as an index has it. */
class ByValue extends Order {
  constructor() {
    super([{ field: { keys: ["x"], isStored: true }, isDescending: false }], false, "x");
  }
}
const order = new ByValue();

/** Finds the values of a medium without plans, in an order of their ids; tells what was scanned. */
async function listed(wishes: object, plan?: object): Promise<unknown[]> {
  const scans: unknown[] = [];
  async function* scan(_: string, range: object): AsyncGenerator<readonly string[]> {
    scans.push(range);
    yield [..."abc"];
  }
  const read = async (_: string, ids: readonly string[]) => ids.map((id) => record(id.charCodeAt(0) - 97));
  const candidates = () => [{ ids: [..."cab"], found: [record(2), record(0), record(1)] }];
  const medium = { ...storage, scan, read, candidates, plan: async () => plan, indexed: () => undefined };
  const together = (_ids: unknown, _intent: unknown, task: () => unknown) => task();
  const matches = await collect(
    findMatches({ storage: medium, together } as never, query({ prefix: "p" }), wishes as never),
  );
  return [matches.map(idsOf).join("|"), ...scans];
}

test("without a plan, ids are listed in their order from a place, and for another order all are", async () => {
  const ids = (isDescending = false) => new Order([], isDescending, "");
  const place = { values: [], id: "b" };
  expect(await listed({ order: ids(), after: place })).toEqual(["abc", { prefix: "p", after: "b" }]);
  expect(await listed({ order: ids(true), after: place })).toEqual(["a", { prefix: "p", next: undefined }]);
  expect(await listed({ order, after: after(0) })).toEqual(["bc", { prefix: "p" }]);
  expect(await listed({})).toEqual(["abc", { prefix: "p" }]);
});

test("a plan in the order of the ids is taken as it is, and one of an index is sorted", async () => {
  const ids = new Order([], false, "");
  expect(await listed({ order: ids }, { looksAt: "records of the model", isOrdered: true })).toEqual(["cab"]);
  expect(await listed({ order: ids }, { looksAt: "index", isOrdered: false })).toEqual(["abc"]);
});

interface Page {
  readonly values: readonly number[];
  readonly isUnplaced?: boolean;
}

/** Finds values in pages that a medium yields by a plan; a letter for each: `a` is 0. Returns them with the number of pages that were read. */
async function found(pages: readonly Page[], wishes: object, isOrdered = true): Promise<string> {
  let read = 0;
  function* candidates(): Generator<object> {
    for (const { values, isUnplaced } of pages) {
      read++;
      yield { ids: values.map(letter), found: values.map((value) => record(value)), isUnplaced };
    }
  }
  const planned = { plan: async () => ({ isOrdered, looksAt: "index" }), indexed: () => undefined, candidates };
  const matches = await collect(findMatches(access(planned), query(), wishes as never));
  return `${matches.map(idsOf).join("|")} ${read}`;
}
const letter = (value: number): string => String.fromCharCode(97 + value);
const after = (value: number): OrderPlace => ({ values: [value], id: letter(value) });

test("without an order, matches come as they are found, up to the limit", async () => {
  const pages = [{ values: [5, 11, 2] }, { values: [12] }, { values: [4, 1] }, { values: [0] }];
  expect(await found(pages, {})).toBe("fc|eb|a 4");
  expect(await found(pages, { limit: 2 })).toBe("fc 1");
  expect(await found(pages, { limit: 3 })).toBe("fc|e 3");
});

test("what a medium finds in any order is sorted, and cut to what is behind a place", async () => {
  const pages = [{ values: [5, 2] }, { values: [4, 1] }];
  expect(await found(pages, { order }, false)).toBe("bcef 2");
  expect(await found(pages, { order, limit: 2 }, false)).toBe("bc 2");
  expect(await found(pages, { order, after: after(2), limit: 1 }, false)).toBe("e 2");
});

test("what a medium finds in the order is passed on, with those between whose places it does not know", async () => {
  const pages = [{ values: [7, 3], isUnplaced: true }, { values: [1, 2] }, { values: [4, 8] }, { values: [9] }];
  expect(await found(pages, { order })).toBe("bc|dehi|j 4");
  expect(await found(pages, { order, limit: 2 })).toBe("bc 2");
  expect(await found(pages, { order, limit: 3 })).toBe("bc|d 3");
  expect(await found(pages, { order, limit: 4 })).toBe("bc|de 3");
  expect(await found(pages, { order, after: after(2) })).toBe("dehi|j 4");
  expect(await found([{ values: [1, 2] }, { values: [3] }], { order, after: after(1) })).toBe("c|d 2");
  expect(await found([{ values: [7, 3], isUnplaced: true }, { values: [1] }], { order })).toBe("b|dh 2");
  expect(await found([{ values: [7, 3, 5], isUnplaced: true }, { values: [4] }], { order, limit: 3 })).toBe("de|f 2");
  expect(await found([{ values: [11], isUnplaced: true }, { values: [12] }], { order })).toBe(" 2");
});
