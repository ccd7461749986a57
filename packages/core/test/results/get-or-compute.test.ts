import { deferred, failureOf } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { MemoryBackend, ModelRegistry, ResultsFace } from "../../src/index.ts";
import { processIdentity } from "../../src/leases/process-identity.ts";
import { MemoryStorage } from "../../src/storage.ts";

const registry = new ModelRegistry();
const Run = registry.register("Run", v.object({ n: v.number() }));

test("a lease whose holder died is taken over at once", async () => {
  let attempts = 0;
  class Counting extends MemoryStorage {
    override write(...[space, writes]: Parameters<MemoryStorage["write"]>) {
      if (space === "leases") attempts++;
      return super.write(space, writes);
    }
  }
  await using backend = new ResultsFace(new Counting({ registry }));
  const time = new Date().toISOString();
  const data = { ...processIdentity(), pid: 2 ** 30, beats: 0 };
  const content = {
    modelName: "lease",
    namespace: "results-manager",
    version: 1,
    data,
    createdAt: time,
    updatedAt: time,
  };
  await backend.storage.write("leases", [{ key: "id", condition: "any", content }]);
  attempts = 0;
  expect(await backend.getOrCompute("id", Run, () => ({ n: 1 }))).toEqual({ n: 1 });
  // Whoever waits for silence looks again and again.
  expect(attempts).toBe(2);
  expect(await backend.storage.has("leases", ["id"])).toEqual([false]);
});

test("what nobody waits for any more when the lease is taken is not begun, and the lease is given back", async () => {
  const controller = new AbortController();
  class Leaving extends MemoryStorage {
    override async write(...[space, writes]: Parameters<MemoryStorage["write"]>) {
      const outcomes = await super.write(space, writes);
      if (space === "leases") controller.abort();
      return outcomes;
    }
  }
  const backend = new ResultsFace(new Leaving({ registry }));
  let calls = 0;
  const asking = backend.getOrCompute("id", Run, () => ({ n: ++calls }), { signal: controller.signal });
  expect(await failureOf(asking)).toBe(controller.signal.reason);
  await expect.poll(() => backend.storage.has("leases", ["id"])).toEqual([false]);
  await backend.close();
  expect(calls).toBe(0);
});

test("who gets the lease looks first whether the one before has stored the result", async () => {
  await using backend = new MemoryBackend({ registry });
  const time = new Date().toISOString();
  const data = { host: "elsewhere", pid: 1, started: "1", beats: 0 };
  const content = {
    modelName: "lease",
    namespace: "results-manager",
    version: 1,
    data,
    createdAt: time,
    updatedAt: time,
  };
  await backend.storage.write("leases", [{ key: "id", condition: "any", content }]);
  let calls = 0;
  const asking = backend.getOrCompute("id", Run, () => ({ n: ++calls }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await Promise.all([
    backend.set("id", { n: 7 }, { model: Run }),
    backend.storage.remove("leases", [{ key: "id", condition: "any" }]),
  ]);
  expect([await asking, calls]).toEqual([{ n: 7 }, 0]);
});

test("prune removes the leases of the dead, not of the living", async () => {
  await using backend = new MemoryBackend({ registry });
  const time = new Date().toISOString();
  const lease = (pid: number): object => ({ ...processIdentity(), pid, beats: 0 });
  const content = { modelName: "lease", namespace: "results-manager", version: 1, createdAt: time, updatedAt: time };
  await backend.storage.write("leases", [
    { key: "dead", condition: "any", content: { ...content, data: lease(2 ** 30) as never } },
  ]);
  const goOn = deferred();
  const started = deferred();
  const computing = backend.getOrCompute("living", Run, async () => {
    started.resolve();
    await goOn.promise;
    return { n: 1 };
  });
  await started.promise;
  expect(await backend.prune()).toBe(0);
  expect(await backend.storage.has("leases", ["dead", "living"])).toEqual([false, true]);
  goOn.resolve();
  await computing;
});

test("no timer or lease is left behind by a computation that failed", async () => {
  await using backend = new MemoryBackend({ registry });
  const error = new Error("no");
  const timers = (): number => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
  const before = timers();
  expect(await failureOf(backend.getOrCompute("id", Run, () => Promise.reject(error)))).toBe(error);
  expect(await backend.storage.has("leases", ["id"])).toEqual([false]);
  expect(timers()).toBe(before);
});
