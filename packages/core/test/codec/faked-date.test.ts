import { mock } from "node:test";
import { expectSame } from "@results-manager/testing";
import * as v from "valibot";
import { afterEach, expect, test, vi } from "vitest";
import { MemoryBackend, MemoryCache, ModelRegistry } from "../../src/index.ts";

afterEach(() => {
  vi.useRealTimers();
  mock.timers.reset();
});

const before = new Date(5);

test.each([
  ["vi.useFakeTimers", () => vi.useFakeTimers()],
  ["vi.useFakeTimers, the date alone", () => vi.useFakeTimers({ toFake: ["Date"], now: 1e12 })],
  ["vi.setSystemTime", () => vi.setSystemTime(1e12)],
  ["node:test's mock.timers", () => mock.timers.enable({ apis: ["Date"], now: 1e12 })],
])("dates under %s, and afterwards", async (_, fake) => {
  const registry = new ModelRegistry();
  const At = registry.register("At", v.object({ at: v.date() }));
  const Any = registry.register("Any", v.any());
  await using results = new MemoryBackend({ registry });
  await using cache = new MemoryCache();
  fake();
  const made = new Date();
  await results.set("made", { at: made }, { model: At });
  await results.set("before", { at: before }, { model: At });
  await results.set("cloned", structuredClone({ at: before }), { model: Any });
  await cache.setValue("made", made);
  const read = await results.get("before", At);
  expect(read.at).toBeInstanceOf(Date);
  expect(read).toStrictEqual({ at: new Date(5) });
  expect(await cache.getValue("made")).toStrictEqual(made);
  vi.useRealTimers();
  mock.timers.reset();
  await cache.setValue("later", [made, read.at]);
  await results.set("later", { at: made }, { model: At });
  expectSame(await cache.getValue("later"), [new Date(made.getTime()), before]);
  expectSame(await results.getMany(["made", "before", "cloned", "later"], At), [
    { at: new Date(made.getTime()) },
    { at: before },
    { at: before },
    { at: new Date(made.getTime()) },
  ]);
});
