import { expect } from "vitest";
import { collect } from "../collect.ts";
import { expectClass, failureOf } from "../expect-failure.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

const ALL: readonly string[] = ["a", "a-b", "a/1", "a/2", "a/2/x", "a/3", "b", "b/1"];

/** Options of `ids` besides the prefix. */
export function idsCases(suite: Suite): void {
  suite.case("after selects the ids behind the given one, stored or not", async (store) => {
    const { backend } = await filled(store);
    expect(await collect(backend.ids(undefined, { after: "a/2" }))).toEqual(["a/2/x", "a/3", "b", "b/1"]);
    expect(await collect(backend.ids(undefined, { after: "a/20" }))).toEqual(["a/3", "b", "b/1"]);
    expect(await collect(backend.ids("a", { after: "a/2" }))).toEqual(["a/2/x", "a/3"]);
    expect(await collect(backend.ids("a", { after: ["a"] }))).toEqual(["a/1", "a/2", "a/2/x", "a/3"]);
    expect(await collect(backend.ids("b", { after: "a" }))).toEqual(["b", "b/1"]);
    expect(await collect(backend.ids("a", { after: "b" }))).toEqual([]);
    expect(await collect(backend.ids(undefined, { after: "zzz" }))).toEqual([]);
  });

  suite.case("limit bounds the number of ids", async (store) => {
    const { backend } = await filled(store);
    expect(await collect(backend.ids(undefined, { limit: 3 }))).toEqual(["a", "a-b", "a/1"]);
    expect(await collect(backend.ids("a", { limit: 2 }))).toEqual(["a", "a/1"]);
    expect(await collect(backend.ids(undefined, { limit: 0 }))).toEqual([]);
    expect(await collect(backend.ids(undefined, { limit: 100 }))).toEqual(ALL);
    expect(await collect(backend.ids("a", { after: "a/1", limit: 1 }))).toEqual(["a/2"]);
  });

  suite.case("ids are listed in descending order", async ({ backend, models: { Anything } }) => {
    const ids = Array.from({ length: 1300 }, (_, i) => `n/${String(i).padStart(4, "0")}`);
    await backend.setMany(
      [...ids, "n-", "\u{10000}", "\uffee"].map((id) => [id, 1]),
      { model: Anything },
    );
    const listed = async (options: object, prefix?: string): Promise<string[]> =>
      collect(backend.ids(prefix, { order: "desc", ...options }));
    const all = await backend.listIds();
    expect(await listed({})).toEqual(all.toReversed());
    expect(await listed({ limit: 1100 }, "n")).toEqual(ids.toReversed().slice(0, 1100));
    expect(await listed({ after: "n/1000" }, "n")).toEqual(ids.slice(0, 1000).reverse());
    expect(await listed({ after: "n/10001", limit: 2 })).toEqual(["n/1000", "n/0999"]);
    expect(await listed({ after: "a" })).toEqual([]);
    await expectClass(listed({ order: "down" }), TypeError);
  });

  suite.always("limit must be a non-negative integer", async ({ backend }) => {
    for (const limit of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expectClass(collect(backend.ids(undefined, { limit })), RangeError);
    }
  });

  suite.case("after and limit list all ids page by page", async (store) => {
    const { backend } = await filled(store);
    const walked: string[] = [];
    for (;;) {
      const page = await collect(backend.ids(undefined, { after: walked.at(-1), limit: 3 }));
      walked.push(...page);
      if (page.length < 3) break;
    }
    expect(walked).toEqual(ALL);
  });

  suite.case("an aborted signal ends the listing with its reason", async (store) => {
    const { backend } = await filled(store);
    const reason = new Error("enough");
    expect(await failureOf(collect(backend.ids(undefined, { signal: AbortSignal.abort(reason) })))).toBe(reason);

    const controller = new AbortController();
    const seen: string[] = [];
    const walk = async (): Promise<void> => {
      for await (const id of backend.ids(undefined, { signal: controller.signal })) {
        seen.push(id);
        if (seen.length === 2) controller.abort(reason);
      }
    };
    expect(await failureOf(walk())).toBe(reason);
    expect(seen).toEqual(["a", "a-b"]);
  });

  suite.case("a listing can be left early, and the store still works", async (store) => {
    const { backend, models } = await filled(store);
    for await (const id of backend.ids()) if (id === "a-b") break;
    expect(await backend.set("c", 1, { model: models.Anything })).toBe(true);
    expect(await backend.listIds()).toEqual([...ALL, "c"]);
  });

  suite.case("ids that exist throughout a listing are listed exactly once during other writes", async (store) => {
    const { backend, models } = store;
    const staying = Array.from({ length: 1100 }, (_, i) => `stay/${String(i).padStart(4, "0")}`);
    const going = Array.from({ length: 1100 }, (_, i) => `stay/${String(i).padStart(4, "0")}/go`);
    await backend.setMany(
      [...staying, ...going].map((id) => [id, 1]),
      { model: models.Anything },
    );
    const seen: string[] = [];
    for await (const id of backend.ids("stay")) {
      seen.push(id);
      if (seen.length === 10) await backend.deleteMany(going);
      if (seen.length === 20)
        await backend.setMany(
          staying.map((stay) => [`${stay}/new`, 1]),
          { model: models.Anything },
        );
    }
    expect(seen.filter((id) => !id.endsWith("/go") && !id.endsWith("/new"))).toEqual(staying);
    expect(new Set(seen).size).toBe(seen.length);
  });
}

async function filled(store: OpenedStore): Promise<OpenedStore> {
  await store.backend.setMany(
    ALL.map((id) => [id, id]),
    { model: store.models.Anything },
  );
  return store;
}
