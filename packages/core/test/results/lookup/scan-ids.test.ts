import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import { scanIds } from "../../../src/results/lookup/scan-ids.ts";
import type { ScanRange, StorageBackend } from "../../../src/storage.ts";

/** Storage whose listing consists of these pages, with the ranges that it was asked for. */
function storageOf(...pages: string[]): { storage: StorageBackend; asked: unknown[]; read: string[] } {
  const [asked, read]: [unknown[], string[]] = [[], []];
  async function* scan(space: string, range: ScanRange): AsyncGenerator<readonly string[]> {
    asked.push([space, range]);
    for (const page of pages) {
      read.push(page);
      yield [...page];
    }
  }
  return { storage: { scan } as unknown as StorageBackend, asked, read };
}
const next = (id: string): string => id;
const descending = async (pages: string[], range: object): Promise<string[]> => {
  const found = await collect(scanIds(storageOf(...pages).storage, { ...range, isDescending: true }));
  return found.map((page) => page.join(""));
};

test("an ascending listing is that of the storage", async () => {
  const { storage, asked } = storageOf("ab", "c");
  expect(await collect(scanIds(storage, { prefix: "p", after: "a", limit: 2, next }))).toEqual([["a", "b"], ["c"]]);
  expect(asked).toEqual([["results", { prefix: "p", after: "a", limit: 2, next }]]);
});

test("a descending listing asks for the whole range, in which 'after' is the end", async () => {
  const { storage, asked, read } = storageOf("ab", "cd", "ef");
  const found = await collect(scanIds(storage, { prefix: "p", after: "c", limit: 2, next, isDescending: true }));
  expect(found.flat()).toEqual(["b", "a"]);
  expect(asked).toEqual([["results", { prefix: "p", next }]]);
  expect(read).toEqual(["ab", "cd"]);
});

test("pages come in reverse, up to the limit", async () => {
  const pages = ["abc", "def", "g"];
  expect(await descending(pages, {})).toEqual(["g", "fed", "cba"]);
  expect(await descending(pages, { limit: 1 })).toEqual(["g"]);
  expect(await descending(pages, { limit: 2 })).toEqual(["g", "f"]);
  expect(await descending(pages, { limit: 4 })).toEqual(["g", "fed"]);
  expect(await descending(pages, { limit: 5 })).toEqual(["g", "fed", "c"]);
  expect(await descending(pages, { limit: 0 })).toEqual([]);
});

test("a listing ends before 'after', whether that is listed or not", async () => {
  const pages = ["ace", "gi"];
  expect(await descending(pages, { after: "a" })).toEqual([""]);
  expect(await descending(pages, { after: "d" })).toEqual(["ca"]);
  expect(await descending(pages, { after: "g" })).toEqual(["", "eca"]);
  expect(await descending(pages, { after: "h", limit: 2 })).toEqual(["g", "e"]);
  expect(await descending(pages, { after: "h", limit: 1 })).toEqual(["g"]);
  expect(await descending(pages, { after: "z" })).toEqual(["ig", "eca"]);
});
