import { FileBackend } from "@results-manager/backend-fs";
import { type Model, ModelRegistry, type StoredSchema } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import * as v from "valibot";
import { afterEach, expect, test, vi } from "vitest";
import { Bridge } from "../src/bridge/bridge.ts";
import { ResultsManager } from "../src/index.ts";
import { Anything, Count, registry } from "./support/models.ts";
import { runScript, startScript } from "./support/run-script.ts";
import { thrownBy } from "./support/thrown-by.ts";

const COUNT = { type: "object", properties: { n: { type: "number" } }, required: ["n"] };
/** Schema without a JSON Schema, which accepts anything. */
const opaque = { "~standard": { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) } } as const;

afterEach(() => vi.restoreAllMocks());

/** Lists the schemas of files by an asynchronous backend that has no models. */
async function schemasIn(baseDir: string): Promise<StoredSchema[]> {
  await using reader = new FileBackend(baseDir, { registry: new ModelRegistry() });
  return await reader.schemas();
}

/** Counts the messages to the worker by their names, from now on. */
function countMessages(): Record<string, number> {
  const counts: Record<string, number> = {};
  const ask = Bridge.shared.ask.bind(Bridge.shared);
  vi.spyOn(Bridge.shared, "ask").mockImplementation((request, options) => {
    counts[request[1]] = (counts[request[1]] ?? 0) + 1;
    return ask(request, options);
  });
  return counts;
}

test("a script that closes its store leaves the JSON Schema of its model, and its results are found by name", async () => {
  const baseDir = tempFolder();
  const { code } = await runScript("describe.cjs", [baseDir, "close"]);
  expect(code).toBe(0);
  expect(await schemasIn(baseDir)).toMatchObject([
    { name: "Loss", version: 1, namespace: "default", inferred: false, jsonSchema: { required: ["loss"] } },
  ]);
  await using reader = new FileBackend(baseDir, { registry: new ModelRegistry() });
  expect((await reader.first("Loss", { where: { loss: { gt: 1 } } }))?.id).toBe("runs/2");
  await expect(reader.count("Loss", { where: { los: 1 } })).rejects.toThrow("Did you mean 'loss'?");
});

test("a script that does not close its store leaves a schema that the worker has inferred meanwhile", async () => {
  const baseDir = tempFolder();
  const script = startScript("describe.cjs", [baseDir, "wait"]);
  const jsonSchema = { type: "object", properties: { loss: { type: "number" } } };
  const inferred = { name: "Loss", version: 1, namespace: "default", inferred: true, jsonSchema };
  await vi.waitFor(async () => expect(await schemasIn(baseDir)).toEqual([inferred]), { timeout: 60_000, interval: 50 });
  script.kill();
  await script.ended;
  expect(await schemasIn(baseDir)).toEqual([inferred]);
});

test("what makes JSON Schemas is loaded to describe models, and by no write", async () => {
  const { stdout } = await runScript("describe.cjs", [tempFolder(), "list"]);
  expect(stdout.trim().split("\n")).toEqual(["after the writes: no", "after schemas(): yes"]);
});

test("each kind of write describes its model", () => {
  using results = new ResultsManager({ baseDir: tempFolder(), registry });
  const own = new ModelRegistry();
  const model = (name: string): Model => own.register(name, v.object({ n: v.number() }));
  using other = new ResultsManager({ baseDir: tempFolder(), registry: own });
  results.set("a", { n: 1 }, { model: model("set") });
  results.setMany([["b", { n: 1 }]], { model: model("setMany") });
  results.update("c", model("update"), () => ({ n: 1 }));
  results.getOrCompute("d", model("getOrCompute"), () => ({ n: 1 }));
  other.set("e", { n: 1 }, { model: model("importRecords") });
  for (const page of other.exportRecords()) results.importRecords(page);
  const described = ["getOrCompute", "importRecords", "set", "setMany", "update"];
  const listed = results.schemas().map(({ name, inferred }) => [name, inferred]);
  expect(listed).toEqual(described.map((name) => [name, name === "importRecords"])); // Its own registry lacks that model.
  const copy = new ResultsManager({ baseDir: tempFolder(), registry: new ModelRegistry() });
  results.copyTo(copy);
  expect(copy.schemas()).toEqual(results.schemas());
  copy.close();
  other.clear();
  other.importRecords([...results.exportRecords()].flat(), { onError: "skip" });
  expect(other.schemas().filter(({ inferred }) => inferred)).toEqual([]);
});

test("migrate describes the version that it writes", () => {
  const own = new ModelRegistry();
  using results = new ResultsManager({ baseDir: tempFolder(), registry: own });
  results.set("a", { n: 1 }, { model: own.register("Run", v.object({ n: v.number() })) });
  own.clearRegistry();
  own.register("Run", v.object({ m: v.number() }), { version: 2, upgrade: { 1: ({ n }) => ({ m: n }) } });
  expect(results.migrate()).toBe(1);
  expect(
    results.schemas().map(({ version, inferred, jsonSchema }) => [version, inferred, jsonSchema.required]),
  ).toEqual([
    [1, false, ["n"]],
    [2, false, ["m"]],
  ]);
});

test("a model that changes within its version replaces its description, and one without a schema does not", async () => {
  const baseDir = tempFolder();
  const own = new ModelRegistry();
  const results = new ResultsManager({ baseDir, registry: own });
  const fields = async (schema: typeof opaque | v.GenericSchema<{ n: number }>): Promise<string[]> => {
    own.clearRegistry();
    const model = own.register("Count", schema as v.GenericSchema<{ n: number }>);
    results.set("a", { n: 1 }, { model, behavior: "overwrite" });
    const [schemaNow, ...others] = results.schemas();
    expect(others).toEqual([]);
    return Object.keys(schemaNow?.jsonSchema.properties as object);
  };
  expect(await fields(opaque)).toEqual(["n"]);
  expect(results.schemas()[0]?.inferred).toBe(true);
  expect(await fields(v.object({ n: v.number(), first: v.optional(v.string()) }))).toEqual(["n", "first"]);
  expect(await fields(opaque)).toEqual(["n", "first"]);
  expect(await fields(v.object({ n: v.number(), second: v.optional(v.string()) }))).toEqual(["n", "second"]);
  results.close();
  expect((await schemasIn(baseDir)).map(({ inferred, jsonSchema }) => [inferred, jsonSchema.properties])).toEqual([
    [false, { n: { type: "number" }, second: { type: "string" } }],
  ]);
});

test("models are told in one message, once, and no write sends more than itself", () => {
  const results = new ResultsManager({ baseDir: tempFolder(), registry });
  const sent = countMessages();
  for (let n = 0; n < 50; n++) {
    results.set(`a/${n}`, { n }, { model: Count });
    results.set(`b/${n}`, { n }, { model: Anything, namespace: n % 2 ? "odd" : "even" });
  }
  expect(sent).toEqual({ write: 100 });
  expect(results.schemas().map(({ name, namespace }) => `${name} ${namespace}`)).toEqual([
    "Anything even",
    "Anything odd",
    "Count default",
  ]);
  results.setMany([["c", { n: 1 }]], { model: Count });
  expect(results.count("Count", {})).toBe(51);
  results.close();
  expect(sent).toMatchObject({ write: 101, describe: 1, schemas: 1, close: 1 });
});

test("a store in memory describes its models while it is open, and sends nothing for it when it closes", () => {
  const results = new ResultsManager("memory:", { registry });
  const sent = countMessages();
  results.set("a", { n: 1 }, { model: Count });
  expect(results.schemas()).toMatchObject([{ name: "Count", inferred: false, jsonSchema: COUNT }]);
  expect(sent).toEqual({ write: 1, describe: 1, schemas: 1 });
  results.set("b", { n: 1 }, { model: Anything });
  results.close();
  expect(sent).toEqual({ write: 2, describe: 1, schemas: 1, close: 1 });
});

test("a store that keeps nothing is told nothing", () => {
  const results = new ResultsManager({
    backend: { module: "@results-manager/core", export: "VoidBackend" },
    registry,
  });
  const sent = countMessages();
  results.set("a", { n: 1 }, { model: Count });
  expect(results.schemas()).toEqual([]);
  results.close();
  expect(sent).toEqual({ write: 1, schemas: 1, close: 1 });
});

test("a write that is refused describes nothing", () => {
  using results = new ResultsManager({ baseDir: tempFolder(), registry });
  results.set("a", { n: 1 }, { model: Count });
  expect(thrownBy(() => results.set("a", 5, { model: Anything }))).toBeInstanceOf(Error);
  expect(results.set("a", 5, { model: Anything, behavior: "skip_if_exists" })).toBe(false);
  expect(results.schemas().map(({ name }) => name)).toEqual(["Count"]);
});

test("of records that are stored together, those that are stored describe their models", () => {
  using results = new ResultsManager({ baseDir: tempFolder(), registry });
  results.set("a", { n: 1 }, { model: Count });
  const own = new ModelRegistry();
  const Late = own.register("Late", v.object({ n: v.number() }));
  const entries = [
    ["a", { n: 2 }],
    ["b", { n: 2 }],
  ] as const;
  expect(thrownBy(() => results.setMany(entries, { model: Late }))).toBeInstanceOf(Error);
  expect(results.schemas().map(({ name, inferred }) => [name, inferred])).toEqual([
    ["Count", false],
    ["Late", false],
  ]);
});

test("schemas that come with imported records are kept, and anything else is refused before it is stored", () => {
  using results = new ResultsManager({ baseDir: tempFolder(), registry: new ModelRegistry() });
  using source = new ResultsManager({ baseDir: tempFolder(), registry });
  source.set("a", { n: 1 }, { model: Count });
  const records = [...source.exportRecords()].flat();
  expect(thrownBy(() => results.importRecords(records, { schemas: [5] as never }))).toBeInstanceOf(TypeError);
  expect(results.exists("a")).toBe(false);
  const schemas = source.schemas();
  results.importRecords(records, { schemas });
  expect(results.schemas()).toEqual(schemas);
});

test("a store whose worker has ended is closed, and describes what it was told", async () => {
  const baseDir = tempFolder();
  const results = new ResultsManager({ baseDir, registry });
  results.set("a", { n: 1 }, { model: Count });
  const unruly = new URL("./support/unruly-backend.ts", import.meta.url);
  const other = new ResultsManager({ backend: { module: unruly, export: "UnrulyBackend" }, registry });
  thrownBy(() => other.get("exit"));
  results.set("b", { n: 1 }, { model: Count }); // In a new worker.
  results.close();
  expect(await schemasIn(baseDir)).toMatchObject([{ name: "Count", inferred: false, jsonSchema: COUNT }]);
});
