import { setTimeout as delay } from "node:timers/promises";
import { ModelRegistry } from "@results-manager/core";
import { expectCode } from "@results-manager/testing";
import { number } from "valibot";
import { expect, test } from "vitest";
import { PostgresBackend, PostgresCache } from "../../src/index.ts";
import { PostgresServer } from "../server/postgres-server.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());

test("a hot standby serves reads, follows the primary server, and refuses writes", async () => {
  await using primary = await PostgresServer.start();
  await using results = new PostgresBackend(primary.url, { registry });
  await using cache = new PostgresCache(primary.url);
  const ids = Array.from({ length: 300 }, (_, i) => `id/${i}`);
  await results.setMany(
    ids.map((id, i) => [id, i]),
    { model: Count },
  );
  await cache.setValue("n", 1);
  await using standby = await primary.startStandby();
  await using replica = new PostgresBackend(standby.url, { registry });
  await using replicaCache = new PostgresCache(standby.url);
  expect(await replica.getMany(ids, Count)).toEqual(ids.map((_, i) => i));
  expect(await replica.listIds()).toEqual(ids.toSorted());
  expect(await replica.getOrCompute("id/7", Count, () => -1)).toBe(7);
  expect(await replicaCache.getValue("n")).toBe(1);

  await results.set("later", 1, { model: Count });
  while (!(await replica.exists("later"))) await delay(5);

  for (const writing of [
    () => replica.set("a", 1, { model: Count }),
    () => replica.set("later", 1, { model: Count, behavior: "overwrite" }),
    () =>
      replica.setMany(
        ids.map((id) => [`new/${id}`, 1] as const),
        { model: Count },
      ),
    () => replica.update("later", Count, (n = 0) => n + 1),
    () => replica.delete("later"),
    () => replica.clear(),
    () => replica.getOrCompute("absent", Count, () => 1),
    () => replicaCache.incr("n"),
  ]) {
    await expectCode(writing(), "STORAGE_READ_ONLY");
  }
  expect(await results.listIds("new")).toEqual([]);
});
