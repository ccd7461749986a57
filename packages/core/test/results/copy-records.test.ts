import { expect, test } from "vitest";
import { CopyTally, checkTarget, copyPages, countKeys } from "../../src/results/copy-records.ts";
import { RecordFailures } from "../../src/results/record-failures.ts";

async function* pagesOf(...pages: string[]): AsyncGenerator<readonly string[]> {
  for (const page of pages) yield [...page];
}

test("a copy counts what is written, kept and failed, and tells its progress", async () => {
  const progress: unknown[] = [];
  const failures = new RecordFailures("skip");
  const tally = new CopyTally(
    failures,
    { behavior: "overwrite", onProgress: (each: unknown) => progress.push(each) } as never,
    4,
  );
  const target = {
    importRecords: async (
      page: readonly string[],
      options: { behavior?: unknown; onError?: (id: string, error: Error) => void },
    ) => {
      expect(options.behavior).toBe("overwrite");
      for (const id of page) if (id === "x") options.onError?.(id, new Error("no"));
      return page.map((id) => id === "a");
    },
  };
  const summary = { copied: 3, skipped: 2, failed: ["x"] };
  expect(await copyPages(pagesOf("ab", "xa", "ba"), target as never, tally)).toEqual(summary);
  expect(tally.end()).toEqual(summary);
  expect(progress).toEqual([
    { done: 0, total: 4 },
    { done: 2, total: 4 },
    { done: 4, total: 4 },
    { done: 6, total: 6 },
  ]);
});

test("without failures none are named, and without a behaviour none is passed", () => {
  const tally = new CopyTally(new RecordFailures(), {}, 0);
  expect(tally.importOptions).toEqual({ onError: expect.any(Function) });
  tally.add([true]);
  expect(tally.end()).toStrictEqual({ copied: 1, skipped: 0 });
});

test("a failure is thrown at the end, unless it is handled", () => {
  const failures = new RecordFailures();
  const tally = new CopyTally(failures, {}, 1);
  failures.add("x", new Error("no"));
  expect(() => tally.end()).toThrow("no");
});

test("a target imports records", () => {
  checkTarget({ importRecords: () => {} });
  for (const target of [null, undefined, {}, { importRecords: 1 }])
    expect(() => checkTarget(target)).toThrow("The target of a copy must be a store with a method importRecords, got");
});

test("keys are counted", async () => {
  expect(await countKeys(pagesOf("ab", "", "c"))).toBe(3);
});
