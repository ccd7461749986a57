import type { AsyncResultsBackend } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../collect.ts";
import { expectCode } from "../expect-failure.ts";
import { ADA, BOB } from "../fixtures.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

/** Expired results are absent for every call. */
export function expiryCases(suite: Suite): void {
  suite.case("a result expires exactly at its time", async ({ backend, clock, models: { Person } }) => {
    await backend.set("id", ADA, { model: Person, ttlSeconds: 10 });
    clock.advance(9.999);
    expect(await backend.get("id", Person)).toEqual(ADA);
    expect(await backend.exists("id")).toBe(true);
    clock.advance(0.001);
    expect(await backend.exists("id")).toBe(false);
  });

  suite.case("an expired result is absent for every operation", async (store) => {
    const { backend, models } = await withExpired(store);
    await expectAbsent(backend);
    await expectCode(backend.get("gone/1", models.Person), "RESULT_NOT_FOUND");
    expect(await backend.delete("gone/1")).toBe(false);
    expect(await backend.deleteMany(["gone/2", "stays"])).toBe(1);
    expect(await backend.update("gone/3", models.Person, (current) => current ?? BOB)).toEqual(BOB);
    expect(await backend.getOrCompute("gone/4", models.Person, () => BOB)).toEqual(BOB);
  });

  suite.case("among many results deleted at once, those that have expired are not counted", async (store) => {
    const { backend, clock, models } = store;
    const ids = Array.from({ length: 40 }, (_, i) => `many/${i}`);
    await backend.setMany(
      ids.map((id) => [id, ADA]),
      { model: models.Person },
    );
    expect(await backend.deleteMany(ids)).toBe(ids.length);
    await backend.setMany(
      ids.map((id) => [id, ADA]),
      { model: models.Person },
    );
    await backend.setMany(
      ids.slice(0, 3).map((id) => [id, ADA]),
      {
        model: models.Person,
        behavior: "overwrite",
        ttlSeconds: 1,
      },
    );
    clock.advance(1);
    expect(await backend.deleteMany(ids)).toBe(ids.length - 3);
  });

  suite.case("expired results are neither exported nor copied nor migrated", async (store) => {
    const { backend, elsewhere } = await withExpired(store);
    expect((await collect(backend.exportRecords())).flat().map(({ id }) => id)).toEqual(["stays"]);
    await using target = await elsewhere();
    expect(await backend.copyTo(target)).toEqual({ copied: 1, skipped: 0 });
    expect(await target.listIds()).toEqual(["stays"]);
    expect(await backend.migrate()).toBe(0);
  });

  suite.case("a write without a ttl clears the old one", async ({ backend, clock, models: { Person } }) => {
    const writes: readonly ((id: string) => Promise<unknown>)[] = [
      (id) => backend.set(id, BOB, { model: Person, behavior: "overwrite" }),
      (id) => backend.setMany([[id, BOB]], { model: Person, behavior: "overwrite" }),
      (id) => backend.update(id, Person, () => BOB),
    ];
    for (const [i, write] of writes.entries()) {
      await backend.set(`id/${i}`, ADA, { model: Person, ttlSeconds: 1 });
      await write(`id/${i}`);
    }
    clock.advance(1000);
    expect(await backend.listIds()).toEqual(["id/0", "id/1", "id/2"]);
  });

  suite.case(
    "a write with a ttl replaces the old one, longer or shorter",
    async ({ backend, clock, models: { Person } }) => {
      await backend.setMany(
        [
          ["long", ADA],
          ["short", ADA],
        ],
        { model: Person, ttlSeconds: 10 },
      );
      await backend.set("long", ADA, { model: Person, behavior: "overwrite", ttlSeconds: 20 });
      await backend.update("short", Person, () => ADA, { ttlSeconds: 5 });
      clock.advance(5);
      expect(await backend.listIds()).toEqual(["long"]);
      clock.advance(14.999);
      expect(await backend.listIds()).toEqual(["long"]);
    },
  );

  suite.case("reads and skipped writes never extend a ttl", async ({ backend, clock, models: { Person } }) => {
    await backend.set("id", ADA, { model: Person, ttlSeconds: 10 });
    clock.advance(9);
    await backend.get("id", Person);
    await backend.getMany(["id"]);
    await backend.info("id");
    await backend.getOrCompute("id", Person, () => BOB, { ttlSeconds: 100 });
    await backend.set("id", ADA, { model: Person, behavior: "skip_if_exists", ttlSeconds: 100 });
    await backend.set("id", ADA, { model: Person, behavior: "raise_if_different", ttlSeconds: 100 });
    clock.advance(1);
    expect(await backend.exists("id")).toBe(false);
  });

  suite.persistent("the time of expiry is kept when the store is opened again", async (store) => {
    const { backend, clock, models, reopen } = store;
    await backend.set("id", ADA, { model: models.Person, ttlSeconds: 10 });
    await backend.close();
    clock.advance(9);
    const second = await reopen();
    expect(await second.get("id", models.Person)).toEqual(ADA);
    await second.close();
    clock.advance(1);
    const third = await reopen();
    expect(await third.exists("id")).toBe(false);
    expect(await third.prune()).toBe(1);
  });
}

async function withExpired(store: OpenedStore): Promise<OpenedStore> {
  const { backend, clock, models } = store;
  const gone = ["gone/1", "gone/2", "gone/3", "gone/4"].map((id) => [id, ADA] as const);
  await backend.setMany(gone, { model: models.Person, ttlSeconds: 1 });
  await backend.set("stays", ADA, { model: models.Person });
  clock.advance(1);
  return store;
}

async function expectAbsent(backend: AsyncResultsBackend): Promise<void> {
  await expectCode(backend.get("gone/1"), "RESULT_NOT_FOUND");
  await expectCode(backend.info("gone/1"), "RESULT_NOT_FOUND");
  expect(await backend.exists("gone/1")).toBe(false);
  expect(await backend.getMany(["gone/1", "stays"])).toEqual([undefined, ADA]);
  expect(await backend.listIds()).toEqual(["stays"]);
  expect(await backend.listIds("gone")).toEqual([]);
  expect(await collect(backend.ids(undefined, { limit: 1 }))).toEqual(["stays"]);
}
