import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import { ResultNotFoundError } from "../../../src/index.ts";
import { readEach, readPages } from "../../../src/results/lookup/read-range.ts";
import type { StorageAccess } from "../../../src/storage/storage-access.ts";

/** Access to a storage whose records are their keys; `none` is missing, and `bad` and `lost` cannot be read. */
function accessTo(): { access: StorageAccess; reads: string[] } {
  const reads: string[] = [];
  const read = async (space: string, ids: readonly string[]): Promise<unknown[]> => {
    reads.push(`${space}:${ids.join("")}`);
    if (ids.includes("bad")) throw new ResultNotFoundError("bad");
    if (ids.includes("lost")) throw new Error("The disk is gone.");
    return ids.map((id) => (id === "-" ? undefined : { data: id }));
  };
  const together = (ids: readonly string[], intent: string, task: () => Promise<unknown>): Promise<unknown> => {
    expect(intent).toBe("read");
    reads.push(`lock ${ids.join("")}`);
    return task();
  };
  return { access: { storage: { read }, together } as unknown as StorageAccess, reads };
}
async function* pagesOf(...pages: string[]): AsyncGenerator<readonly string[]> {
  for (const page of pages) yield [...page];
}
const batches = async (pages: string[], options?: object): Promise<string[]> => {
  const { access } = accessTo();
  const read = await collect(readPages(access, "results", pagesOf(...pages), options));
  return read.map(({ ids }) => ids.join(""));
};

test("pages are read in batches that grow while records are small", async () => {
  const [page, last] = ["a".repeat(100), "bc"];
  const lengths = (await batches([page, last])).map(({ length }) => length);
  expect(lengths).toEqual([16, 32, 52, 2]);
});

test("records are read up to the limit, of which missing ones do not count", async () => {
  expect(await batches(["abc"], { limit: 0 })).toEqual([]);
  expect(await batches(["abc", "de"], { limit: 2 })).toEqual(["ab"]);
  expect(await batches(["abc", "de"], { limit: 4 })).toEqual(["abc", "d"]);
  expect(await batches(["a-b", "cd"], { limit: 2 })).toEqual(["a-", "b"]);
  expect(await batches(["abc", "de"], { limit: 9 })).toEqual(["abc", "de"]);
});

test("a batch has the records and their size", async () => {
  const { access, reads } = accessTo();
  const [batch] = await collect(readPages(access, "cache", pagesOf("a-b")));
  expect(batch).toEqual({ ids: ["a", "-", "b"], found: [{ data: "a" }, undefined, { data: "b" }], bytes: 8 });
  expect(reads).toEqual(["lock a-b", "cache:a-b"]);
});

test("an aborted signal ends the listing before the next read", async () => {
  const controller = new AbortController();
  const { access, reads } = accessTo();
  const pages = readPages(access, "results", pagesOf("a", "b"), { signal: controller.signal });
  await pages.next();
  controller.abort(new Error("stopped"));
  await expect(pages.next()).rejects.toThrow("stopped");
  expect(reads).toEqual(["lock a", "results:a"]);
});

test("a record that cannot be read fails alone; what fails for the whole store is thrown", async () => {
  const { access, reads } = accessTo();
  const found = await readEach(access, "results", ["a", "bad", "-"]);
  expect(found).toEqual([{ data: "a" }, expect.any(ResultNotFoundError), undefined]);
  expect(reads.filter((read) => !read.startsWith("lock"))).toEqual(
    ["abad-", "a", "bad", "-"].map((ids) => `results:${ids}`),
  );
  await expect(readEach(access, "results", ["lost"])).rejects.toThrow("The disk is gone.");
  await expect(readEach(access, "results", ["a", "lost"])).rejects.toThrow("The disk is gone.");
});
