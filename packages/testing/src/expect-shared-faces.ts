import { CacheFace, CallsFace, ModelRegistry, memoize, ResultsFace, ValuesFace } from "@results-manager/core";
import type { StorageBase } from "@results-manager/core/storage";
import * as v from "valibot";
import { expect } from "vitest";
import { collect } from "./collect.ts";
import { expectCode } from "./expect-failure.ts";

/**
 * Tests with vitest that all faces of one open storage work side by side: none sees records of another, each closes for itself, and
 * the last one closes the storage.
 */
export async function expectSharedFaces(storage: StorageBase): Promise<void> {
  const Count = new ModelRegistry().register("Count", v.number());
  const results = new ResultsFace(storage);
  const cache = new CacheFace(results.storage);
  const values = new ValuesFace(results.storage);
  const calls = new CallsFace(results.storage);
  const double = memoize((n: number) => n * 2, { storage: calls, name: "double", parameters: ["n"] });

  const [, , digest, doubled] = await Promise.all([
    results.set("a", 1, { model: Count }),
    cache.setValue("a", "cached"),
    values.save(["a"], "alias"),
    double(21),
  ]);
  expect(doubled).toBe(42);
  expect([await results.get("a", Count), await cache.getValue("a"), await values.load("alias")]).toEqual([
    1,
    "cached",
    ["a"],
  ]);
  expect(await results.listIds()).toEqual(["a"]);
  expect(await collect(cache.keys())).toEqual(["a"]);
  expect(await calls.list()).toHaveLength(1);
  expect(await values.list()).toContain(digest);

  // A computation of one face may use the others, under the same key.
  const nested = await results.getOrCompute("both", Count, () =>
    cache.getOrCompute("both", Count, async () => (await double(4)) + (await results.get("a", Count))),
  );
  expect(nested).toBe(9);

  expect(await results.clear()).toBe(2);
  expect([await cache.exists("a"), await values.contains("alias"), await double(21)]).toEqual([true, true, 42]);
  await results.close();
  await expectCode(results.exists("a"), "BACKEND_CLOSED");
  await Promise.all([cache.close(), values.close()]);
  await expectCode(cache.getValue("a"), "BACKEND_CLOSED");
  await expectCode(values.load("alias"), "BACKEND_CLOSED");
  expect([await double(21), await calls.values.load("alias")]).toEqual([42, ["a"]]);
  await calls.close();
  await expectCode(double(1), "BACKEND_CLOSED");
  await expectCode(storage.has("results", ["a"]), "BACKEND_CLOSED");
}
