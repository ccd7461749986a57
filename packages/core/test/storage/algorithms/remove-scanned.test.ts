import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import type { RemovalRange } from "../../../src/records/storage-backend.ts";
import { removeScanned } from "../../../src/storage/algorithms/remove-scanned.ts";

/** Removes from pages of living and expired keys: upper case is not removed, `!` fails, and `x` is not the own one. */
function removing(living: readonly string[], expired: readonly string[], range: RemovalRange) {
  const log: unknown[] = [];
  const removed = collect(
    removeScanned(
      {
        scan: (of) => {
          log.push(of);
          return (of.expired ? expired : living).map((page) => [...page]);
        },
        remove: (removals) => {
          log.push(removals.map(({ key, condition }) => `${key} ${String(condition)}`).join());
          return removals.map(({ key }) => (key === "!" ? new Error("failed") : key === key.toLowerCase()));
        },
        isOwn: (key) => key !== "x",
      },
      range,
    ),
  );
  return { log, removed };
}

test("living records are removed before expired ones, page by page, and counted", async () => {
  const { log, removed } = removing(["ab", "Cd", ""], ["e"], { prefix: "p" });
  expect(await removed).toEqual([2, 1, 0, 1]);
  expect(log).toEqual([
    { prefix: "p", expired: false },
    "a any,b any",
    "C any,d any",
    { prefix: "p", expired: true },
    "e any",
  ]);
});

test("of expired records, each is removed only if it has expired, whoever wrote it", async () => {
  const { log, removed } = removing(["a"], ["bx"], { expired: true });
  expect(await removed).toEqual([2]);
  expect(log).toEqual([{ expired: true }, "b expired,x expired"]);
});

test("records of others are left, and a failure is told in the end", async () => {
  const { log, removed } = removing(["x", "ax!"], ["b"], {});
  await expect(removed).rejects.toThrow("failed");
  expect(log).toEqual([{ expired: false }, "a any,! any", { expired: true }, "b any"]);
});
