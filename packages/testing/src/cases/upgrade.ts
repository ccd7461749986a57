import type { Model, ModelRegistry } from "@results-manager/core";
import * as v from "valibot";
import { expect } from "vitest";
import { expectCode } from "../expect-failure.ts";
import type { Suite } from "../suite.ts";

const v1 = v.object({ name: v.string() });
const v2 = v.object({ first: v.string(), last: v.string() });
const v3 = v.object({ first: v.string(), last: v.string(), age: v.number() });

const split = ({ name }: { name: string }): unknown => {
  const [first, last] = name.split(" ");
  return { first, last };
};
const addAge = (old: object): unknown => ({ ...old, age: 0 });

/** Removes the older version of a model, which a newer program does not register. */
function evolve<const S extends v.GenericSchema>(
  registry: ModelRegistry,
  schema: S,
  version: number,
  upgrade: Record<number, (old: never) => unknown> = {},
): Model<S> {
  registry.clearRegistry();
  return registry.register("Author", schema, { version, upgrade });
}

/** Old records, which are upgraded to the model's version when they are read. */
export function upgradeCases(suite: Suite): void {
  suite.case(
    "a read upgrades an old record step by step and validates it, and the record stays unchanged",
    async ({ backend, registry }) => {
      const First = evolve(registry, v1, 1);
      await backend.set("id", { name: "Ada Lovelace" }, { model: First });
      const before = await backend.info("id");
      const Third = evolve(registry, v3, 3, { 1: split, 2: addAge });
      const upgraded = { first: "Ada", last: "Lovelace", age: 0 };
      expect(await backend.get("id", Third)).toEqual(upgraded);
      expect(await backend.get("id")).toEqual(upgraded);
      expect(await backend.getMany(["id"])).toEqual([upgraded]);
      expect(await backend.getOrCompute("id", Third, () => ({ first: "", last: "", age: 1 }))).toEqual(upgraded);
      expect(await backend.info("id")).toEqual(before);
    },
  );

  suite.case("a record of an intermediate version takes the remaining steps", async ({ backend, registry }) => {
    const Second = evolve(registry, v2, 2, { 1: split });
    await backend.set("id", { first: "Ada", last: "Lovelace" }, { model: Second });
    evolve(registry, v3, 3, { 1: split, 2: addAge });
    expect(await backend.get("id")).toEqual({ first: "Ada", last: "Lovelace", age: 0 });
  });

  suite.case("the result of a step is not shared between reads", async ({ backend, registry }) => {
    await backend.set("id", { name: "Ada" }, { model: evolve(registry, v1, 1) });
    const unknown = { first: "?", last: "?" };
    const Second = evolve(registry, v2, 2, { 1: () => unknown });
    const got = await backend.get("id", Second);
    got.first = "changed by its reader";
    expect(unknown.first).toBe("?");
    expect(await backend.get("id", Second)).toEqual({ first: "?", last: "?" });
  });

  suite.case("the result of the steps is validated", async ({ backend, registry }) => {
    await backend.set("id", { name: "Ada" }, { model: evolve(registry, v1, 1) });
    evolve(registry, v2, 2, { 1: split });
    await expectCode(backend.get("id"), "VALIDATION_FAILED");
  });

  suite.case("a write stores the new version", async ({ backend, registry }) => {
    await backend.set("id", { name: "Ada Lovelace" }, { model: evolve(registry, v1, 1) });
    const Third = evolve(registry, v3, 3, { 1: split, 2: addAge });
    await backend.update("id", Third, (current) => ({ ...(current as v.InferOutput<typeof v3>), age: 36 }));
    expect((await backend.info("id")).version).toBe(3);
    expect(await backend.get("id")).toEqual({ first: "Ada", last: "Lovelace", age: 36 });
  });

  suite.case("raise_if_different compares with the upgraded record", async ({ backend, registry }) => {
    await backend.set("id", { name: "Ada Lovelace" }, { model: evolve(registry, v1, 1) });
    const Second = evolve(registry, v2, 2, { 1: split });
    const set = (last: string): Promise<boolean> =>
      backend.set("id", { first: "Ada", last }, { model: Second, behavior: "raise_if_different" });
    expect(await set("Lovelace")).toBe(true);
    await expectCode(set("Byron"), "RESULT_DIFFERS");
  });

  suite.case("a record newer than the model is MODEL_TOO_OLD", async ({ backend, registry }) => {
    await backend.set("id", { first: "Ada", last: "L", age: 1 }, { model: evolve(registry, v3, 3) });
    const Second = evolve(registry, v2, 2, { 1: split });
    for (const read of [() => backend.get("id"), () => backend.get("id", Second), () => backend.getMany(["id"])]) {
      const error = await expectCode(read(), "MODEL_TOO_OLD");
      expect(error.message).toContain("version 3");
      expect(error.message).toContain("version 2");
      expect(error.id).toBe("id");
    }
    expect(await backend.exists("id")).toBe(true);
  });

  suite.case("a missing or failing step is UPGRADE_FAILED with its cause", async ({ backend, registry }) => {
    await backend.set("id", { name: "Ada Lovelace" }, { model: evolve(registry, v1, 1) });
    evolve(registry, v3, 3, { 2: addAge });
    const missing = await expectCode(backend.get("id"), "UPGRADE_FAILED");
    expect(missing.message).toContain("version 1");
    const cause = new Error("no");
    evolve(registry, v2, 2, {
      1: () => {
        throw cause;
      },
    });
    const thrown = await expectCode(backend.get("id"), "UPGRADE_FAILED");
    expect(thrown.cause).toBe(cause);
    expect(thrown.id).toBe("id");
    evolve(registry, v2, 2, { 1: async () => ({ first: "a", last: "b" }) });
    await expectCode(backend.get("id"), "UPGRADE_FAILED");
  });
}
