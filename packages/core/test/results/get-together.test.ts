import * as v from "valibot";
import { expect, test } from "vitest";
import { ModelRegistry, ResultsFace, StorageError } from "../../src/index.ts";
import { returnsErrors } from "../../src/results/get-together.ts";
import { DamageableStorage } from "../support/damageable-storage.ts";

const registry = new ModelRegistry();
const model = registry.register("M", v.number());

async function storing() {
  const storage = new DamageableStorage({ registry });
  const results = new ResultsFace(storage);
  for (const [id, n] of [
    ["a", 1],
    ["b", 2],
  ] as const)
    await results.set(id, n, { model });
  return { storage, results };
}

test("results are read together, in the order of their ids, undefined where there is none", async () => {
  const { results } = await storing();
  expect(await results.getMany(["b", "none", "a"], model)).toEqual([2, undefined, 1]);
  expect(await results.getMany(["b", "none"], model, { onError: "return" })).toEqual([
    { id: "b", value: 2 },
    { id: "none", value: undefined },
  ]);
  expect(await results.getMany([])).toEqual([]);
});

test("an error is thrown, or returned with its id; one of the store is thrown", async () => {
  const { storage, results } = await storing();
  storage.damage("a");
  const code = expect.objectContaining({ code: "CORRUPT_RECORD" });
  for (const onError of [undefined, "throw"] as const) {
    await expect(results.getMany(["b", "a"], model, { onError })).rejects.toThrow(code);
  }
  expect(await results.getMany(["b", "a"], model, { onError: "return" })).toEqual([
    { id: "b", value: 2 },
    { id: "a", error: code },
  ]);
  const read = storage.read.bind(storage);
  const full = new StorageError("full", {}, "STORAGE_FULL");
  storage.read = (space, ids) => (space === "results" ? Promise.reject(full) : read(space, ids));
  await expect(results.getMany(["b"], model, { onError: "return" })).rejects.toThrow("full");
});

test("arguments are checked", async () => {
  const { results } = await storing();
  await expect(results.getMany(["a"], 5 as never)).rejects.toThrow(TypeError);
  expect([undefined, "throw", "return"].map(returnsErrors)).toEqual([false, false, true]);
  expect(() => returnsErrors("skip")).toThrow("onError of getMany must be 'throw' or 'return', got \"skip\".");
});
