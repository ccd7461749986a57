import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectClass, expectCode, failureOf } from "../../expect-failure.ts";
import { ADA, BOB } from "../../fixtures.ts";
import type { OpenedStore } from "../../opened-store.ts";
import type { Suite } from "../../suite.ts";

const IDS: readonly string[] = ["a", "a-b", "a/1", "a/2", "b"];

/** `entries`: results in the order of their ids. */
export function entriesCases(suite: Suite): void {
  suite.always("an empty store has no entries", async ({ backend }) => {
    expect(await collect(backend.entries())).toEqual([]);
  });

  suite.case("an entry has its value and metadata", async ({ backend, models: { Person, Counter } }) => {
    await backend.set("a", ADA, { model: Person });
    await backend.set("b/c", { count: 7 }, { model: Counter, ttlSeconds: 5 });
    expect(await collect(backend.entries())).toEqual([
      { id: "a", value: ADA, info: await backend.info("a") },
      { id: "b/c", value: { count: 7 }, info: await backend.info("b/c") },
    ]);
    expect((await collect(backend.entries("a", Person)))[0]?.value.name).toBe("Ada");
    await expectCode(collect(backend.entries(undefined, Person)), "VALIDATION_FAILED");
  });

  suite.case("prefix, after, limit and order select as for ids", async (store) => {
    const { backend } = await filled(store);
    const ids = async (...args: Parameters<typeof backend.entries>): Promise<string[]> =>
      (await collect(backend.entries(...args))).map(({ id }) => id);
    expect(await ids()).toEqual(IDS);
    expect(await ids("a")).toEqual(["a", "a/1", "a/2"]);
    expect(await ids(undefined, undefined, { after: "a-b", limit: 2 })).toEqual(["a/1", "a/2"]);
    expect(await ids(undefined, undefined, { order: "desc" })).toEqual(IDS.toReversed());
    expect(await ids("a", undefined, { order: "desc", after: "a/2", limit: 1 })).toEqual(["a/1"]);
    expect(await ids(undefined, undefined, { limit: 0 })).toEqual([]);
    await expectClass(ids(undefined, undefined, { limit: -1 }), RangeError);
    await expectClass(ids(undefined, undefined, { order: "down" as "desc" }), TypeError);
    await expectClass(ids(undefined, undefined, { onError: "ignore" as "skip" }), TypeError);
  });

  suite.case(
    "many entries are each listed once, and a listing can be left",
    async ({ backend, models: { Counter } }) => {
      const ids = Array.from({ length: 1100 }, (_, i) => `n/${String(i).padStart(4, "0")}`);
      await backend.setMany(
        ids.map((id, count) => [id, { count }]),
        { model: Counter },
      );
      const entries = await collect(backend.entries("n", Counter));
      expect(entries.map(({ value }) => value.count)).toEqual(ids.map((_, i) => i));
      for await (const { value } of backend.entries("n", Counter, { order: "desc" })) {
        expect(value.count).toBe(1099);
        break;
      }
      expect(await backend.delete("n/0001")).toBe(true);
    },
  );

  suite.case("entries that are written and removed meanwhile do no harm", async (store) => {
    const { backend, models } = await filled(store);
    const seen: string[] = [];
    for await (const { id } of backend.entries()) {
      seen.push(id);
      if (id === "a") await backend.set("c", BOB, { model: models.Anything });
    }
    expect(seen.filter((id) => id !== "c")).toEqual(IDS);
  });

  suite.case("an aborted signal ends the listing with its reason", async (store) => {
    const { backend } = await filled(store);
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    expect(await failureOf(collect(backend.entries(undefined, undefined, { signal })))).toBe(reason);
    expect(await failureOf(collect(backend.children(undefined, { signal })))).toBe(reason);
  });
}

async function filled(store: OpenedStore): Promise<OpenedStore> {
  await store.backend.setMany(
    IDS.map((id) => [id, id]),
    { model: store.models.Anything },
  );
  return store;
}
