import type { JsonSchema } from "@results-manager/core";
import * as v from "valibot";
import { expect } from "vitest";
import { ADA } from "../../fixtures.ts";
import type { Suite } from "../../suite.ts";
import { registerScore, score } from "../scores.ts";

/** Schema without a JSON Schema, which accepts anything. */
const opaque = { "~standard": { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) } } as const;

/** Schema that describes itself. */
const described = (jsonSchema: JsonSchema): typeof opaque => {
  const describe = () => jsonSchema;
  return { "~standard": { ...opaque["~standard"], jsonSchema: { input: describe, output: describe } } } as never;
};

/** `schemas`: the models that have written results. */
export function schemaCases(suite: Suite): void {
  suite.always("a store without results describes no model", async ({ backend }) => {
    expect(await backend.schemas()).toEqual([]);
  });

  suite.case("a model that writes is described once, by its JSON Schema", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    await Promise.all([1, 2, 3].map((n) => backend.set(`runs/${n}`, score(), { model: Score })));
    const [schema, ...others] = await backend.schemas();
    expect(others).toEqual([]);
    expect(schema).toMatchObject({
      name: "Score",
      version: 1,
      namespace: "default",
      inferred: false,
      jsonSchema: {
        type: "object",
        properties: {
          accuracy: { anyOf: expect.anything() },
          tags: { type: "array", items: { type: "string" } },
          config: { properties: { lr: { type: "number" } } },
          at: {},
        },
      },
    });
  });

  suite.case("a schema that describes itself tells its own JSON Schema", async ({ backend, registry }) => {
    const jsonSchema = { type: "object", properties: { ["__proto__"]: {}, a: { type: "string" } } };
    const Own = registry.register("Own", described(jsonSchema));
    await backend.set("a", { a: "x" }, { model: Own });
    expect(await backend.schemas()).toEqual([
      { name: "Own", version: 1, namespace: "default", inferred: false, jsonSchema },
    ]);
  });

  suite.case("without a JSON Schema, one is inferred from the results", async ({ backend, registry }) => {
    const Loss = registry.register("Loss", opaque);
    await backend.setMany(
      [
        ["a", { x: 1, list: [1, "b"], at: new Date(0) }],
        ["b", { x: null, at: new Date(1) }],
      ],
      { model: Loss },
    );
    const jsonSchema = {
      type: "object",
      properties: {
        x: { anyOf: [{ type: "number" }, { type: "null" }] },
        list: { type: "array", items: { anyOf: [{ type: "number" }, { type: "string" }] } },
        at: {},
      },
    };
    const inferred = { name: "Loss", version: 1, namespace: "default", inferred: true, jsonSchema };
    expect(await backend.schemas()).toEqual([inferred]);
    await backend.set("c", { other: 1 }, { model: Loss });
    expect(await backend.schemas()).toEqual([inferred]);
  });

  suite.case("models are ordered by name, version and namespace", async ({ backend, registry }) => {
    const schema = v.object({ n: v.number() });
    const write = async (name: string, version: number, namespace: string): Promise<void> => {
      registry.clearRegistry();
      const model = registry.register(name, schema, { version, namespace });
      await backend.set("x", { n: 1 }, { model, behavior: "overwrite" });
    };
    await write("b", 1, "default");
    await write("a", 10, "default");
    await write("a", 2, "z");
    await write("a", 2, "\ue000");
    const names = (await backend.schemas()).map(({ name, version, namespace }) => [name, version, namespace]);
    expect(names).toEqual([
      ["a", 2, "z"],
      ["a", 2, "\ue000"],
      ["a", 10, "default"],
      ["b", 1, "default"],
    ]);
  });

  suite.asynchronous("each kind of write describes its model", async ({ backend, registry, elsewhere }) => {
    const model = (name: string) => registry.register(name, v.object({ n: v.number() }));
    await backend.set("a", { n: 1 }, { model: model("set") });
    await backend.setMany([["b", { n: 1 }]], { model: model("setMany") });
    await backend.update("c", model("update"), () => ({ n: 1 }));
    await backend.getOrCompute("d", model("getOrCompute"), () => ({ n: 1 }));
    await backend.computeAll([1], { id: () => "e", model: model("computeAll"), compute: () => ({ n: 1 }) });
    const other = await elsewhere();
    await other.set("f", { n: 1 }, { model: model("importRecords") });
    for await (const page of other.exportRecords()) await backend.importRecords(page);
    expect((await backend.schemas()).map(({ name, inferred }) => [name, inferred])).toEqual(
      ["computeAll", "getOrCompute", "importRecords", "set", "setMany", "update"].map((name) => [name, false]),
    );
    await other.close();
  });

  suite.case("a model in two namespaces is described in both", async ({ backend, models: { Person } }) => {
    await backend.set("a", ADA, { model: Person });
    await backend.set("b", ADA, { model: Person, namespace: "other" });
    await backend.set("c", ADA, { model: Person });
    expect((await backend.schemas()).map(({ namespace }) => namespace)).toEqual(["default", "other"]);
  });

  suite.case("a write that is refused describes nothing", async ({ backend, models: { Person, Counter } }) => {
    await backend.set("a", ADA, { model: Person });
    await backend.set("a", { count: 1 }, { model: Counter }).catch(() => {});
    await backend.set("a", { count: 1 }, { model: Counter, behavior: "skip_if_exists" });
    await backend.set("b", { count: "1" } as never, { model: Counter }).catch(() => {});
    expect((await backend.schemas()).map(({ name }) => name)).toEqual(["Person"]);
  });

  suite.case("migrate describes the version that it writes", async ({ backend, registry }) => {
    const Old = registry.register("Run", v.object({ a: v.number() }));
    await backend.set("a", { a: 1 }, { model: Old });
    registry.clearRegistry();
    registry.register("Run", v.object({ b: v.number() }), { version: 2, upgrade: { 1: ({ a }) => ({ b: a }) } });
    expect(await backend.migrate()).toBe(1);
    expect((await backend.schemas()).map(({ version, jsonSchema }) => [version, jsonSchema.required])).toEqual([
      [1, ["a"]],
      [2, ["b"]],
    ]);
  });

  suite.case("copies take the schemas of what they copy along", async ({ backend, registry, elsewhere }) => {
    const schema = v.object({ n: v.number() });
    const Loss = registry.register("Loss", schema);
    const Beside = registry.register("Beside", schema);
    await backend.set("runs/1", { n: 1 }, { model: Loss });
    await backend.set("other", { n: 1 }, { model: Beside });
    registry.clearRegistry();
    const target = await elsewhere();
    await backend.copyTo(target, { prefix: "runs" });
    const schemas = await backend.schemas();
    expect(await target.schemas()).toEqual(schemas.filter(({ name }) => name === "Loss"));
    await target.close();
  });

  suite.shared("the newest schema of a version is kept, also instead of an inferred one", async (store) => {
    const { backend, reopen, registry } = store;
    await backend.set("a", { n: 1 }, { model: registry.register("Loss", opaque) });
    for (const entries of [{ n: v.number() }, { n: v.number(), added: v.optional(v.string()) }]) {
      registry.clearRegistry();
      const again = await reopen();
      await again.set("b", { n: 1 }, { model: registry.register("Loss", v.object(entries)), behavior: "overwrite" });
      await again.close();
      const [schema, ...others] = await backend.schemas();
      expect(others).toEqual([]);
      expect(schema?.inferred).toBe(false);
      expect(Object.keys(schema?.jsonSchema.properties as object)).toEqual(Object.keys(entries));
    }
    registry.clearRegistry();
    const last = await reopen();
    await last.set("c", { n: 1 }, { model: registry.register("Loss", opaque) });
    expect((await backend.schemas())[0]?.inferred).toBe(false);
    await last.close();
  });
}
