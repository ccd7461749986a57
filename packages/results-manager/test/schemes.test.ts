import { MemoryStorage } from "@results-manager/core/storage";
import { ManualClock } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { memoize, openCache, openCalls, openResults, openStore, registerModel, registerScheme } from "../src/index.ts";

const Loss = registerModel("SchemeLoss", v.object({ value: v.number() }));

test("every face opens a registered scheme, with its URL and its options", async () => {
  const opened: string[] = [];
  const clock = new ManualClock();
  registerScheme("shared+test:", async (url, options) => {
    opened.push(url);
    expect(options.clock).toBe(clock);
    return new MemoryStorage(options);
  });
  await using results = await openResults("shared+test:runs?a=1", { clock });
  await results.set("a/b", { value: 1 }, { model: Loss });
  expect(await results.get("a/b", Loss)).toEqual({ value: 1 });
  await using cache = await openCache("SHARED+TEST:pages", { clock, maxEntries: 1 });
  await cache.multiSetValues([
    ["a", 1],
    ["b", 2],
  ]);
  expect(await cache.multiGetValues(["a", "b"])).toEqual([undefined, 2]);
  await using storage = await openCalls(new URL("shared+test:calls"), { clock });
  const double = memoize((n: number) => 2 * n, { storage, name: "double", version: 1, parameters: ["n"] });
  expect(await double(4)).toBe(8);
  await using store = await openStore("shared+test:all", { clock });
  await store.cache.setValue("a", 1);
  expect([await store.results.listIds(), await store.cache.getValue("a")]).toEqual([[], 1]);
  expect(opened).toEqual(["shared+test:runs?a=1", "SHARED+TEST:pages", "shared+test:calls", "shared+test:all"]);
});

test("wrong bounds open nothing, and a failure to open is passed on", async () => {
  let isOpened = false;
  registerScheme("failing:", () => {
    isOpened = true;
    throw new Error("no such place");
  });
  await expect(openCache("failing:x", { maxEntries: 0 })).rejects.toThrow(RangeError);
  expect(isOpened).toBe(false);
  await expect(openResults("failing:x")).rejects.toThrow("no such place");
});

test("a scheme is registered once", () => {
  const open = () => new MemoryStorage();
  registerScheme("once:", open);
  registerScheme("once:", open);
  expect(() => registerScheme("once:", () => new MemoryStorage())).toThrow(/another function/);
});

test.for<[scheme: unknown, open: unknown, message: RegExp]>([
  ["file:", () => {}, /built in/],
  ["memory:", () => {}, /built in/],
  ["lmdb", () => {}, /colon/],
  ["c:", () => {}, /colon/],
  ["LMDB:", () => {}, /lower case/],
  [7, () => {}, /colon/],
  ["lmdb:", undefined, /pass a function/],
])("%s is refused", ([scheme, open, message]) => {
  expect(() => registerScheme(scheme as string, open as () => MemoryStorage)).toThrow(message);
});
