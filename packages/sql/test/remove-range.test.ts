import type { RemovalRange } from "@results-manager/core/storage";
import { expect, test } from "vitest";
import { removeRange, type SqlSession, type WrittenRow } from "../src/index.ts";
import { MapRecords } from "./map-records.ts";

const NOW = 1000;

function rowOf(key: string, expiresAt: number | null): WrittenRow {
  return [key, "M", "default", "1", "", "", 1, null, expiresAt] as unknown as WrittenRow;
}

/** Removes a range of these keys, those that end in `!` expired; returns the counts of the parts, and the keys that are left. */
async function removed(keys: readonly string[], range: RemovalRange) {
  const records = new MapRecords(true);
  for (const key of keys) records.rows.set(key, rowOf(key, key.endsWith("!") ? NOW : null));
  const session: Pick<SqlSession, "run"> = { run: (_, _access, items, work, now) => work(records, items, now) };
  const counts: number[] = [];
  for await (const count of removeRange(session, "results", range, NOW)) counts.push(count);
  return { counts, left: [...records.rows.keys()], log: records.log };
}

test("a prefix is a key and those below it; expired ones do not count", async () => {
  const { counts, left } = await removed(["p", "p/a", "p/b!", "p-1", "p0", "q"], { prefix: "p" });
  expect(counts).toEqual([1, 1, 0]);
  expect(left).toEqual(["p-1", "p0", "q"]);
});

test("a range of expired records leaves the others", async () => {
  const { counts, left } = await removed(["a", "b!", "c!"], { expired: true });
  expect(counts).toEqual([2]);
  expect(left).toEqual(["a"]);
});

test("a range ends with its text", async () => {
  const { left } = await removed(["a", "ab", "ab\u{10FFFF}", "ac"], { startsWith: "ab" });
  expect(left).toEqual(["a", "ac"]);
});

test("a large range is removed in parts", async () => {
  const keys = Array.from({ length: 2500 }, (_, i) => `k${i}`);
  const { counts, log } = await removed(keys, {});
  expect(counts).toEqual([1024, 1024, 452, 0]);
  expect(log).toHaveLength(4);
});
