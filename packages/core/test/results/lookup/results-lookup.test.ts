import { collect } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { ModelRegistry, ResultsFace } from "../../../src/index.ts";
import { DamageableStorage } from "../../support/damageable-storage.ts";

const registry = new ModelRegistry();
const model = registry.register("Run", v.object({ n: v.number() }));

async function storing() {
  const storage = new DamageableStorage({ registry });
  const results = new ResultsFace(storage);
  for (const [i, id] of ["a", "b", "c"].entries()) await results.set(id, { n: i + 1 }, { model });
  return { storage, results };
}

test("results are found, looked at first, and added up", async () => {
  const { results } = await storing();
  expect(await collect(results.findIds(model, { where: { n: { gt: 1 } } }))).toEqual(["b", "c"]);
  expect((await collect(results.find(model))).map(({ value }) => value.n)).toEqual([1, 2, 3]);
  expect(await results.first(model, { orderBy: ["-n"] })).toMatchObject({ id: "c" });
  expect(await results.first(model, { where: { n: 5 } })).toBeUndefined();
  expect([await results.count(model, {}), await results.count(model, { where: { n: 2 } })]).toEqual([3, 1]);
  expect(await results.aggregate(model, { sum: ["n"] })).toMatchObject([{ count: 3, sum: { n: 6 } }]);
});

test("a record that cannot be read is an error in the end, or left out", async () => {
  const { storage, results } = await storing();
  storage.damage("b");
  const damaged = expect.objectContaining({ code: "CORRUPT_RECORD" });
  await expect(results.aggregate(model, { sum: ["n"] })).rejects.toThrow(damaged);
  await expect(collect(results.findIds(model))).rejects.toThrow(damaged);
  await expect(results.count(model, {})).rejects.toThrow(damaged);
  expect(await results.aggregate(model, { sum: ["n"], onError: "skip" })).toMatchObject([{ count: 2, sum: { n: 4 } }]);
  expect(await collect(results.findIds(model, { onError: "skip" }))).toEqual(["a", "c"]);
});

test("a signal ends a query after the result that it comes with", async () => {
  const { results } = await storing();
  const controller = new AbortController();
  const ids: string[] = [];
  const finding = async (): Promise<void> => {
    for await (const id of results.findIds(model, { signal: controller.signal })) {
      ids.push(id);
      controller.abort(new Error("stop"));
    }
  };
  await expect(finding()).rejects.toThrow("stop");
  expect(ids).toEqual(["a"]);
});
