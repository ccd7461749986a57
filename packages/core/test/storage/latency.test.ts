import { faceOver, LatencyStorage } from "@results-manager/testing";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { ModelRegistry, ResultsFace } from "../../src/index.ts";

const LatencyBackend = faceOver(ResultsFace, LatencyStorage);
const registry = new ModelRegistry();
const model = registry.register("Latency", v.object({ n: v.number() }));
/** Number of writes from which the traffic is steady. */
const LEAST_ASKED = 600;
const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function open(roundTripMs: number, concurrency: number) {
  return new LatencyBackend({ roundTripMs, concurrency, registry });
}

describe.for([1, 20])("a round trip of %d ms", { concurrent: true }, (roundTripMs) => {
  test.for([1, 4])("every write resolves soon under steady traffic, %d batches at a time", async (concurrency) => {
    await using db = open(roundTripMs, concurrency);
    await db.set("read", { n: 1 }, { model });
    const waits: number[] = [];
    const calls: Promise<unknown>[] = [];
    let asked = 0;
    let mostOpen = 0;
    const ask = async (): Promise<void> => {
      const id = `id${asked++}`;
      const tripsBefore = db.storage.trips;
      mostOpen = Math.max(mostOpen, asked - waits.length);
      await db.set(id, { n: 1 }, { model });
      waits.push(db.storage.trips - tripsBefore);
    };
    const until = performance.now() + 5000;
    // A busy machine asks more slowly, and takes longer.
    while (performance.now() < until || asked < LEAST_ASKED) {
      for (let i = 0; i < 2; i++) calls.push(ask(), db.get("read", model));
      await delay(2);
    }
    const asksAtEnd = asked;
    await Promise.all(calls);
    expect(Math.max(...waits)).toBeLessThanOrEqual(20);
    // Memory stays flat: the writes that wait are those of a few round trips.
    expect(mostOpen).toBeLessThan(asksAtEnd / 5);
  });
});

test("alternating gets and sets of one turn share their round trips", async () => {
  await using db = open(1, 1);
  await db.set("read", { n: 1 }, { model });
  const before = db.storage.trips;
  const calls = Array.from({ length: 200 }, (_, i) => [db.set(`id${i}`, { n: i }, { model }), db.get("read", model)]);
  await Promise.all(calls.flat());
  expect(db.storage.trips - before).toBeLessThanOrEqual(12);
});

test("updates of one turn share their round trips", async () => {
  await using db = open(1, 1);
  const before = db.storage.trips;
  const changes = Array.from({ length: 50 }, (_, i) => ({
    key: `id${i}`,
    change: () => ({
      modelName: "Latency",
      namespace: "default",
      version: 1,
      data: { n: i },
      createdAt: "2026-01-01T00:00:00.000Z",
      updatedAt: "2026-01-01T00:00:00.000Z",
    }),
  }));
  await db.storage.change("results", changes);
  expect(db.storage.trips - before).toBe(2);
});

test("what is written together and fails is rolled back", async () => {
  class Failing extends LatencyStorage {
    protected override async writeRecords(...[space, writes, now]: Parameters<LatencyStorage["writeRecords"]>) {
      const outcomes = await super.writeRecords(space, writes, now);
      return outcomes.map((outcome, i) => (writes[i]?.key === "bad" ? new Error("bad") : outcome));
    }
  }
  await using storage = new Failing();
  const writeOf = (key: string) => {
    const time = "2026-01-01T00:00:00.000Z";
    const content = { modelName: "M", namespace: "default", version: 1, data: 1, createdAt: time, updatedAt: time };
    return { key, condition: "any", content } as const;
  };
  await expect(storage.writeTogether("results", [writeOf("a"), writeOf("bad")])).rejects.toThrow("bad");
  expect(await storage.has("results", ["a", "bad"])).toEqual([false, false]);
  await storage.writeTogether("results", [writeOf("a")]);
  expect(await storage.has("results", ["a"])).toEqual([true]);
});
