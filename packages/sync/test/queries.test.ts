import { FileBackend } from "@results-manager/backend-fs";
import { ModelNotRegisteredError, ModelRegistry } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { ResultsManager } from "../src/index.ts";
import { Count, registry } from "./support/models.ts";
import { thrownBy } from "./support/thrown-by.ts";

const counts = (count: number) => Array.from({ length: count }, (_, n) => [`n/${n}`, { n }] as const);

test("queries return lists of plain values", () => {
  using results = new ResultsManager(`sqlite:${tempFolder()}/x.db`, { registry });
  results.setMany(counts(300), { model: Count });
  const options = { where: { n: { gte: 10 } }, orderBy: ["-n"], limit: 2 } as const;
  const [first, second] = results.find(Count, options);
  expect([first?.value, second?.value]).toEqual([{ n: 299 }, { n: 298 }]);
  expect(results.findIds(Count, { ...options, after: second?.cursor })).toEqual(["n/297", "n/296"]);
  expect(results.first(Count, { where: { n: { gt: 500 } } })).toBeUndefined();
  expect(results.count(Count, { where: { n: { lt: 10 } } })).toBe(10);
  expect(results.aggregate(Count, { sum: ["n"] })).toEqual([{ group: {}, count: 300, sum: { n: (299 * 300) / 2 } }]);
  expect(results.explain(Count, options)).toMatchObject({ looksAt: "records of the model", narrowedBy: ["n"] });
  expect([...results.children("n", { limit: 2, order: "desc" })].map(({ segment }) => segment)).toEqual(["99", "98"]);
  expect(results.stats("n").records).toBe(300);
});

test("results of an asynchronous program are found by the name of its model, which this thread need not have", async () => {
  const baseDir = tempFolder();
  const own = new ModelRegistry();
  const Loss = own.register("Loss", v.object({ loss: v.number(), seed: v.optional(v.number(), 0) }));
  const Other = own.register("Loss", v.object({ other: v.number() }), { namespace: "other" });
  const writer = new FileBackend(baseDir, { registry: own });
  await writer.setMany(
    [1, 2, 3].map((loss) => [`loss/${loss}`, { loss }]),
    { model: Loss },
  );
  await writer.set("other", { other: 1 }, { model: Other });
  await writer.set("count", { n: 1 }, { model: Count, strictNamespace: false });
  await writer.close();
  using results = new ResultsManager({ baseDir, registry: new ModelRegistry() });
  expect(results.schemas().map(({ name, namespace }) => `${name} ${namespace}`)).toEqual([
    "Count default",
    "Loss default",
    "Loss other",
  ]);
  const options = { where: { loss: { gte: 2 } }, orderBy: ["-loss"] };
  expect(results.find("Loss", options).map(({ value }) => value)).toEqual([
    { loss: 3, seed: 0 },
    { loss: 2, seed: 0 },
  ]);
  expect(results.findIds("Loss", { ...options, limit: 1 })).toEqual(["loss/3"]);
  expect(results.first("Loss", { where: { other: 1 } })?.id).toBe("other");
  expect(results.count("Loss", {})).toBe(4);
  expect(results.aggregate("Loss", { max: ["loss"], namespace: "default" })).toEqual([
    { group: {}, count: 3, max: { loss: 3 } },
  ]);
  expect([...results.entries("loss", "Loss")].map(({ value }) => value)).toHaveLength(3);
  expect(results.explain("Loss", options)).toMatchObject({ sortedBy: "memory" });
  const refused = thrownBy(() => results.count("Loss", { where: { los: 1 } })) as TypeError;
  expect(refused).toBeInstanceOf(TypeError);
  expect(refused.message).toContain(`"los" of model 'Loss'`);
  expect(thrownBy(() => results.find("Loss", { namespace: "other", where: { loss: 1 } }))).toBeInstanceOf(TypeError);
  const unknown = thrownBy(() => [...results.entries(undefined, "Los")]) as ModelNotRegisteredError;
  expect(unknown).toBeInstanceOf(ModelNotRegisteredError);
  expect(unknown.message).toContain("of Count, Loss. Did you mean 'Loss'?");
  results.clear("loss");
  expect(results.findIds("Loss", { namespace: "default" })).toEqual([]);
});

test("a query and a listing go on in another worker, and give each result once", () => {
  const unruly = new URL("./support/unruly-backend.ts", import.meta.url);
  const baseDir = tempFolder();
  let validated = 0;
  const own = new ModelRegistry();
  /** Ends the worker during the validation of the hundredth result. */
  const endWorker = (): boolean => {
    if (++validated !== 100) return true;
    const other = new ResultsManager({ backend: { module: unruly, export: "UnrulyBackend" }, registry });
    thrownBy(() => other.get("exit"));
    return true;
  };
  const Checked = own.register("Count", v.pipe(v.object({ n: v.number() }), v.check(endWorker)));
  using writer = new ResultsManager({ baseDir, registry });
  writer.setMany(counts(250), { model: Count });
  using results = new ResultsManager({ baseDir, registry: own });
  const ids = counts(250).map(([id]) => id);
  validated = 0;
  expect(results.findIds(Checked)).toEqual(ids.toSorted());
  validated = 0;
  expect(results.findIds(Checked, { orderBy: ["-n"] })).toEqual(ids.toReversed());
  expect(validated).toBeGreaterThan(250); // It began again.
  validated = 0;
  expect([...results.entries("n", Checked)].map(({ id }) => id)).toEqual(ids.toSorted());
  expect(validated).toBeGreaterThanOrEqual(250);
});

test("an asynchronous schema is a TypeError that names its model", () => {
  const baseDir = tempFolder();
  using writer = new ResultsManager({ baseDir, registry });
  writer.set("a", { n: 1 }, { model: Count });
  const own = new ModelRegistry();
  const Slow = own.register(
    "Count",
    v.pipeAsync(
      v.object({ n: v.number() }),
      v.checkAsync(async () => true),
    ),
  );
  using results = new ResultsManager({ baseDir, registry: own });
  for (const call of [
    () => results.find(Slow),
    () => results.count(Slow, {}),
    () => [...results.entries(undefined, Slow)],
    () => results.getMany(["a"], Slow, { onError: "return" }),
  ]) {
    const error = thrownBy(call) as TypeError;
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain("schema of model 'Count' is asynchronous");
  }
});
