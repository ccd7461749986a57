import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { collect, tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { SqliteCache } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

test("a listing and stats see nothing of values set together that are rolled back in the end", async () => {
  const path = join(tempFolder(), "cache.db");
  await using cache = new SqliteCache(path, { durability: "process" });
  const earlier = Array.from({ length: 5000 }, (_, i) => `a/${10_000 + i}`);
  await cache.multiSetValues(earlier.map((key) => [key, 1]));
  const raw = openRaw(path);
  raw.exec(
    "create trigger full before insert on results_manager_cache when new.id = 'last' begin select raise(abort, 'full'); end",
  );
  raw.close();
  const listing = cache.keys();
  const listed = [(await listing.next()).value];
  const counting: Promise<{ readonly entries: number }>[] = [cache.stats()];
  let isOver = false;
  const keys = [...Array.from({ length: 20_000 }, (_, i) => `b/${i}`), "last"];
  const setting = cache.multiSetValues(keys.map((key) => [key, 1])).finally(() => {
    isOver = true;
  });
  const refused = expect(setting).rejects.toThrow("full");
  while (!isOver) {
    for (let i = 0; i < 500; i++) listed.push((await listing.next()).value);
    if (counting.length < 5) counting.push(cache.stats());
    await turn();
  }
  await refused;
  listed.push(...(await collect(listing)));
  expect(listed.filter((key) => key !== undefined)).toEqual(earlier);
  for (const stats of await Promise.all(counting)) expect(stats.entries).toBe(earlier.length);
});
