import { existsSync } from "node:fs";
import { join } from "node:path";
import { tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { FileCalls, MemoryCalls, memoize, openCalls, openResults } from "../src/index.ts";

test.for(["files", "sqlite", "memory"])("%s: calls are kept, and results beside them do not see it", async (medium) => {
  const path = join(tempFolder(), "store");
  const url = medium === "memory" ? "memory:" : medium === "sqlite" ? `sqlite:${path}` : path;
  await using storage = await openCalls(url, { durability: "process" });
  let runs = 0;
  const square = memoize((n: number) => ++runs && n * n, { storage, name: "square" });
  expect([await square(3), await square(3), runs]).toEqual([9, 9, 1]);
  if (medium === "memory") expect(storage).toBeInstanceOf(MemoryCalls);
  else expect(existsSync(path)).toBe(true);
  if (medium === "files") expect(storage).toBeInstanceOf(FileCalls);
  await using results = await openResults(url);
  expect(await results.listIds()).toEqual([]);
});

test("what is no storage of calls is refused", async () => {
  await expect(openCalls("redis://x")).rejects.toThrow(/'redis:' is not supported/);
  await expect(openCalls("")).rejects.toThrow(/openCalls needs a path/);
  await expect(openCalls(join(tempFolder(), "no"), { createIfMissing: false })).rejects.toMatchObject({
    code: "STORE_NOT_FOUND",
  });
});
