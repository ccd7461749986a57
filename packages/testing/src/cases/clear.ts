import { expect } from "vitest";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

const ALL: readonly string[] = ["a", "a-b", "a/1", "a/1/x", "ab", "b"];

/** `clear` removes the id of the prefix and all ids below it, and nothing else. */
export function clearCases(suite: Suite): void {
  suite.always("clearing an empty store removes nothing", async ({ backend }) => {
    expect(await backend.clear()).toBe(0);
    expect(await backend.clear("a")).toBe(0);
  });

  suite.case("clear without a prefix removes everything", async (store) => {
    const { backend } = await filled(store);
    expect(await backend.clear()).toBe(ALL.length);
    expect(await backend.listIds()).toEqual([]);
  });

  suite.case("a prefix matches whole segments", async (store) => {
    const { backend } = await filled(store);
    expect(await backend.clear("a/1")).toBe(2);
    expect(await backend.listIds()).toEqual(["a", "a-b", "ab", "b"]);
    expect(await backend.clear("a")).toBe(1);
    expect(await backend.listIds()).toEqual(["a-b", "ab", "b"]);
    expect(await backend.clear("missing")).toBe(0);
  });

  suite.case("special characters in a prefix match only themselves", async ({ backend, models: { Anything } }) => {
    await backend.setMany(
      [
        ["%/1", 1],
        ["_/1", 1],
        ["*/1", 1],
        ["a/1", 1],
      ],
      { model: Anything },
    );
    for (const prefix of ["%", "_", "*"]) expect(await backend.clear(prefix)).toBe(1);
    expect(await backend.listIds()).toEqual(["a/1"]);
  });

  suite.case("expired records are removed and not counted", async (store) => {
    const { backend, clock, models } = await filled(store);
    await backend.set("a/gone", 1, { model: models.Anything, ttlSeconds: 1 });
    clock.advance(1);
    expect(await backend.clear("a")).toBe(3);
    expect(await backend.prune()).toBe(0);
  });

  suite.case("clear removes thousands of records", async ({ backend, models: { Anything } }) => {
    const ids = Array.from({ length: 2500 }, (_, i) => `x/${i}`);
    await backend.setMany(
      [...ids, "keep"].map((id) => [id, 1]),
      { model: Anything },
    );
    expect(await backend.clear("x")).toBe(ids.length);
    expect(await backend.listIds()).toEqual(["keep"]);
  });
}

async function filled(store: OpenedStore): Promise<OpenedStore> {
  await store.backend.setMany(
    ALL.map((id) => [id, id]),
    { model: store.models.Anything },
  );
  return store;
}
