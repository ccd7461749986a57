import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import { ResultNotFoundError } from "../../src/index.ts";
import { exportPages } from "../../src/results/export-pages.ts";
import { RecordFailures } from "../../src/results/record-failures.ts";

const MIB = 2 ** 20;

interface Batch {
  readonly ids: readonly string[];
  readonly found?: readonly unknown[];
  readonly bytes?: number;
}

/** Exports batches; `-` is left out, `!` fails, and `~` is made later. */
async function exported(batches: readonly Batch[], failures = new RecordFailures("skip")): Promise<string[]> {
  async function* all(): AsyncGenerator<object> {
    for (const { ids, found = ids, bytes = 0 } of batches) yield { ids, found, bytes };
  }
  const form = (key: string) => {
    if (key === "!") throw new ResultNotFoundError(key);
    if (key === "~") return Promise.resolve(key);
    return key === "-" ? undefined : key;
  };
  const pages = await collect(exportPages({ batches: all() as never, failures, form }));
  return pages.map((page) => page.join(""));
}

test("batches make one page, without what is missing, left out or unreadable", async () => {
  const failures = new RecordFailures("skip");
  const error = new ResultNotFoundError("e");
  const batches = [{ ids: [..."a-~"] }, { ids: [..."bc!de"], found: ["b", undefined, "!", "d", error] }];
  expect(await exported(batches, failures)).toEqual(["a~bd"]);
  expect(failures.ids).toEqual(["!", "e"]);
  expect(await exported([])).toEqual([]);
  expect(await exported([{ ids: ["-"] }])).toEqual([]);
  await expect(exported([{ ids: ["a"], found: [new Error("other")] }])).rejects.toThrow("other");
});

test("a page is full with 4 MiB or 1,024 records, and the next one begins with nothing", async () => {
  const batch = (id: string, bytes: number): Batch => ({ ids: [id], bytes });
  expect(await exported([batch("a", 4 * MIB - 1), batch("b", 1), batch("c", 4 * MIB - 1)])).toEqual(["ab", "c"]);
  expect(await exported([batch("a", 4 * MIB), batch("b", 2 * MIB), batch("c", 2 * MIB), batch("d", 0)])).toEqual([
    "a",
    "bc",
    "d",
  ]);
  expect(await exported([batch("a", 4 * MIB), batch("b", 4 * MIB - 1), batch("c", 0)])).toEqual(["a", "bc"]);
  const many = (count: number): Batch => ({ ids: Array(count).fill("x") });
  const lengths = (await exported([many(1023), many(1), many(1024), many(1)])).map((page) => page.length);
  expect(lengths).toEqual([1024, 1024, 1]);
});
