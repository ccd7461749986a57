import { ModelRegistry, ResultsFace } from "@results-manager/core";
import { deferred } from "@results-manager/testing";
import { number } from "valibot";
import { afterEach, expect, inject, test } from "vitest";
import { type PostgresOptions, PostgresStorage } from "../src/index.ts";
import { lockOf } from "../src/records/held-changes.ts";
import { inNewSchema } from "./new-schema.ts";
import { connectRaw } from "./raw-client.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const disposals: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const dispose of disposals.splice(0)) await dispose();
});

function open(stores: number, options: PostgresOptions = {}): ResultsFace[] {
  const schema = inNewSchema(
    (name) => new PostgresStorage(inject("postgresUrl"), { registry, ...options, schema: name }),
  );
  disposals.push(schema.dispose);
  return Array.from({ length: stores }, () => new ResultsFace(schema.open()));
}

test("updates of several stores wait for each other, so that few functions are called in vain", async () => {
  const faces = open(4);
  let calls = 0;
  const add = (n = 0): number => {
    calls++;
    return n + 1;
  };
  await Promise.all(
    faces.map(async (results) => {
      for (let i = 0; i < 50; i++) await results.update("n", Count, add);
    }),
  );
  expect(await faces[0]?.get("n", Count)).toBe(200);
  expect(calls).toBeLessThan(300); // Without waiting, it is several times the number of updates.
});

test("others do not wait for a function that takes long, and it is called again", async () => {
  const [slow, fast] = open(2) as [ResultsFace, ResultsFace];
  const entered = deferred<void>();
  const goOn = deferred<void>();
  let calls = 0;
  const updated = slow.update("n", Count, async (n = 0) => {
    calls++;
    entered.resolve();
    await goOn.promise;
    return n + 10;
  });
  await entered.promise;
  expect(await fast.update("n", Count, (n = 0) => n + 1)).toBe(1);
  goOn.resolve();
  expect(await updated).toBe(11);
  expect(calls).toBe(2);
});

test("a function that takes long is written once if nobody else has written", async () => {
  const [results] = open(1) as [ResultsFace];
  let calls = 0;
  const block = (n = 0): number => {
    calls++;
    for (const end = performance.now() + 150; performance.now() < end; );
    return n + 1;
  };
  expect(await results.update("n", Count, block)).toBe(1);
  expect(await results.update("n", Count, block)).toBe(2);
  expect(calls).toBe(2);
});

test("updates within updates do not wait in a circle", async () => {
  const [one, other] = open(2) as [ResultsFace, ResultsFace];
  const both = (results: ResultsFace, id: string, inner: string): Promise<number> =>
    results.update(id, Count, async (n = 0) => n + (await results.update(inner, Count, (m = 0) => m + 1)));
  for (let i = 0; i < 5; i++) await Promise.all([both(one, "a", "b"), both(other, "b", "a")]);
  expect(await one.get("a", Count)).toBeGreaterThan(0);
});

test("functions find connections, though all updates run at once", async () => {
  const [results] = open(1, { maxConnections: 2 }) as [ResultsFace];
  const ids = Array.from({ length: 20 }, (_, i) => `${i}`);
  const update = (id: string) =>
    results.update(id, Count, async () => {
      await results.set(`of/${id}`, 1, { model: Count });
      return results.get(`of/${id}`, Count);
    });
  expect(await Promise.all(ids.map(update))).toEqual(ids.map(() => 1));
});

test("a lock that is not given back in time is LOCK_TIMEOUT, and the store goes on", async () => {
  const schema = inNewSchema(
    (name) => new PostgresStorage(inject("postgresUrl"), { registry, schema: name, timeoutMs: 1_000 }),
  );
  disposals.push(schema.dispose);
  const results = new ResultsFace(schema.open());
  await results.update("n", Count, () => 1);
  const raw = await connectRaw(inject("postgresUrl"));
  const lock = String(lockOf(schema.schema, "results", "n"));
  await raw.query("select pg_advisory_lock($1::int8)", [lock]);
  await expect(results.update("n", Count, (n = 0) => n + 1)).rejects.toMatchObject({
    code: expect.stringMatching(/LOCK_TIMEOUT|STORAGE_UNREACHABLE/),
  });
  await raw.end();
  expect(await results.update("n", Count, (n = 0) => n + 1)).toBe(2);
});

test("an error of the function that looks like one of the server is passed on, and nothing is repeated", async () => {
  const [results] = open(1) as [ResultsFace];
  const error = Object.assign(new Error("Connection terminated unexpectedly"), { code: "ECONNRESET" });
  let calls = 0;
  const fail = (): never => {
    calls++;
    throw error;
  };
  await expect(results.update("n", Count, fail)).rejects.toBe(error);
  expect(calls).toBe(1);
  expect(await results.exists("n")).toBe(false);
});
