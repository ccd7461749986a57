import * as v from "valibot";
import { expect } from "vitest";
import { failureOf } from "../expect-failure.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

/** `migrate` rewrites records of older versions. */
export function migrateCases(suite: Suite): void {
  suite.always("an empty store has nothing to migrate", async ({ backend }) => {
    expect(await backend.migrate()).toBe(0);
  });

  suite.case("migrate rewrites old records and counts them", async (store) => {
    const { backend } = await withOldRecords(store);
    expect(await backend.migrate()).toBe(3);
    for (const id of ["a/1", "a/2", "b"]) expect((await backend.info(id)).version).toBe(2);
    expect(await backend.getMany(["a/1", "b"])).toEqual([{ n: "1" }, { n: "3" }]);
    expect(await backend.migrate()).toBe(0);
  });

  suite.case("migrate with a prefix rewrites only the records below it", async (store) => {
    const { backend } = await withOldRecords(store);
    expect(await backend.migrate("a")).toBe(2);
    expect((await backend.info("b")).version).toBe(1);
    expect(await backend.migrate("missing")).toBe(0);
  });

  suite.case("a record that cannot be upgraded does not keep others from being migrated", async (store) => {
    const { backend, registry } = store;
    const First = registry.register("Word", v.string());
    await backend.setMany(
      [
        ["a", "one"],
        ["b", "bad"],
        ["c", "two"],
      ],
      { model: First },
    );
    registry.clearRegistry();
    const upgrade = (old: string): string => {
      if (old === "bad") throw new Error("no such word");
      return old.toUpperCase();
    };
    const Word = registry.register("Word", v.string(), { version: 2, upgrade: { 1: upgrade } });
    expect(await failureOf(backend.migrate())).toMatchObject({ code: "UPGRADE_FAILED", id: "b" });
    expect(await backend.getMany(["a", "c"], Word)).toEqual(["ONE", "TWO"]);
    expect([(await backend.info("c")).version, (await backend.info("b")).version]).toEqual([2, 1]);
  });

  suite.case("migrate keeps the times of creation and expiry", async (store) => {
    const { backend, clock } = await withOldRecords(store);
    const before = await backend.info("b");
    clock.advance(1);
    await backend.migrate();
    expect(await backend.info("b")).toEqual({ ...before, version: 2, updatedAt: new Date(clock.now()) });
  });

  suite.case("migrate skips current records and records of unknown models", async (store) => {
    const { backend, clock, models, registry } = await withOldRecords(store);
    registry.add(models.Anything);
    await backend.set("current", 1, { model: models.Anything });
    const info = await backend.info("current");
    clock.advance(1);
    registry.clearRegistry();
    expect(await backend.migrate()).toBe(0);
    registry.add(models.Anything);
    expect(await backend.migrate()).toBe(0);
    expect(await backend.info("current")).toEqual(info);
    expect((await backend.info("b")).version).toBe(1);
  });
}

async function withOldRecords(store: OpenedStore): Promise<OpenedStore> {
  const { backend, registry } = store;
  const First = registry.register("Number", v.object({ n: v.number() }));
  await backend.setMany(
    [
      ["a/1", { n: 1 }],
      ["a/2", { n: 2 }],
    ],
    { model: First },
  );
  await backend.set("b", { n: 3 }, { model: First, ttlSeconds: 100 });
  registry.clearRegistry();
  registry.register("Number", v.object({ n: v.string() }), {
    version: 2,
    upgrade: { 1: ({ n }: { n: number }) => ({ n: String(n) }) },
  });
  return store;
}
