import { WatchedChanges } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { AsyncResultsManager, MemoryBackend, ModelRegistry, VoidBackend } from "../../src/index.ts";

const registry = new ModelRegistry();
const Run = registry.register("Run", v.object({ n: v.number() }));

test("a watch of a manager goes on with the backend that replaces another", async () => {
  const first = new MemoryBackend({ registry });
  const manager = new AsyncResultsManager({ backend: first });
  const watched = await WatchedChanges.begin(manager);
  await manager.set("a", { n: 1 }, { model: Run });
  await watched.expectLatest({ a: "set" });
  manager.backend = new VoidBackend();
  manager.backend = new MemoryBackend({ registry });
  await expect.poll(() => watched.begun).toBeGreaterThan(1);
  await manager.set("b", { n: 1 }, { model: Run });
  await first.delete("a");
  await watched.expectLatest({ a: "set", b: "set" });
  await manager.close();
  await watched.ended();
  await first.close();
});

test("an error of the medium ends a watch", async () => {
  const backend = new MemoryBackend({ registry });
  backend.storage.watchKeys = async () => {
    throw new Error("no more watches");
  };
  await expect(WatchedChanges.begin(backend)).rejects.toThrow("no more watches");
  await backend.close();
});

test("nothing is told of a record that is evicted, expired or read", async () => {
  const clock = { time: 1_000, now: () => clock.time };
  await using backend = new MemoryBackend({ registry, clock });
  await backend.set("a", { n: 1 }, { model: Run, ttlSeconds: 1 });
  const watched = await WatchedChanges.begin(backend);
  await backend.get("a", Run);
  clock.time += 2_000;
  expect(await backend.exists("a")).toBe(false);
  expect(watched.count).toBe(0);
  await backend.prune();
  await watched.expectLatest({ a: "delete" });
  await watched.end();
});
