import * as v from "valibot";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectCode, failureOf } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import { ADA, BOB } from "../../fixtures.ts";
import type { Suite } from "../../suite.ts";
import { fill, registerScore, score } from "../scores.ts";

/** `find`, `findIds`, `first` and `count`: which results they look at, and what they give. */
export function findCases(suite: Suite): void {
  suite.case("a found result has its value and metadata", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    const stored = score({ at: new Date(7), seen: new Set(["x"]), tokens: 2n ** 65n, accuracy: -0 });
    await backend.set("a/b", stored, { model: Score, ttlSeconds: 60 });
    const [found, ...more] = await collect(backend.find(Score));
    expect(more).toEqual([]);
    expectSame(found?.value, stored);
    expect(found?.info).toEqual(await backend.info("a/b"));
    expect(await backend.first(Score)).toEqual(found);
    expect(await backend.first(Score, { where: { accuracy: 7 } })).toBeUndefined();
    expect(await backend.count(Score, { where: { accuracy: 0 } })).toBe(1);
  });

  suite.case("select gives the paths that a result has", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    await fill(backend, Score, { a: { config: { lr: 0.1, optimizer: { name: "adam" } } }, b: {} });
    const found = await collect(backend.find(Score, { select: ["config.optimizer.name", "config.lr", "steps.-1"] }));
    expect(found.map(({ value }) => value)).toEqual([
      { "config.optimizer.name": "adam", "config.lr": 0.1 },
      { "config.lr": 0.1 },
    ]);
  });

  suite.case("only results of the model are looked at", async ({ backend, models: { Person, Anything }, registry }) => {
    const Lab = registry.register("Person", v.object({ name: v.string() }), { namespace: "lab" });
    await backend.set("default", ADA, { model: Person });
    await backend.set("lab", { name: "Ada" }, { model: Lab, namespace: "lab" });
    await backend.set("other", ADA, { model: Anything });
    expect(await collect(backend.findIds(Person))).toEqual(["default"]);
    expect(await collect(backend.findIds(Lab))).toEqual(["lab"]);
    expect(await collect(backend.findIds(Person, { namespace: "lab" }))).toEqual([]);
    expect(await backend.count(Anything)).toBe(1);
  });

  suite.case("an old result is upgraded before it is compared", async ({ backend, registry }) => {
    const Old = registry.register("Author", v.object({ name: v.string() }));
    await backend.set("a", { name: "Ada Lovelace" }, { model: Old });
    registry.clearRegistry();
    const New = registry.register("Author", v.object({ last: v.string() }), {
      version: 2,
      upgrade: { 1: ({ name }: { name: string }) => ({ last: name.split(" ")[1] }) },
    });
    await backend.set("b", { last: "Byron" }, { model: New });
    expect(await collect(backend.findIds(New, { where: { last: "Lovelace" } }))).toEqual(["a"]);
    expect(await collect(backend.findIds(New, { where: { $version: 2 } }))).toEqual(["b"]);
    expect((await backend.first(New))?.value).toEqual({ last: "Lovelace" });
  });

  suite.case("the output of a transforming schema is compared", async ({ backend, models: { Celsius } }) => {
    await backend.set("a", { at: "2026-01-01T00:00:00.000Z", degrees: "21" }, { model: Celsius });
    expect(await backend.count(Celsius, { where: { degrees: { gt: 20 }, at: { gt: new Date(0) } } })).toBe(1);
  });

  suite.case("an expired result is not found", async ({ backend, clock, models: { Person } }) => {
    await backend.set("a", ADA, { model: Person, ttlSeconds: 1 });
    await backend.set("b", BOB, { model: Person });
    clock.advance(1);
    expect(await collect(backend.findIds(Person))).toEqual(["b"]);
    expect(await backend.count()).toBe(1);
  });

  suite.case("count without a model counts the ids of a prefix", async ({ backend, models: { Anything } }) => {
    await backend.setMany(
      ["a", "a/1", "a/2/x", "a-b", "b"].map((id) => [id, 1] as const),
      { model: Anything },
    );
    expect(await backend.count()).toBe(5);
    expect(await backend.count("a")).toBe(3);
    expect(await backend.count(["a", "2"])).toBe(1);
    expect(await backend.count("c")).toBe(0);
    await expectCode(backend.count("."), "INVALID_ID");
  });

  suite.asynchronous("an asynchronous schema is awaited", async ({ backend, registry }) => {
    const schema = v.pipeAsync(
      v.object({ n: v.number() }),
      v.checkAsync(async () => true),
    );
    const Slow = registry.register("Slow", schema);
    await backend.setMany(
      [3, 1, 2].map((n) => [`n/${n}`, { n }] as const),
      { model: Slow },
    );
    expect(await collect(backend.findIds(Slow, { orderBy: ["-n"], where: { n: { lt: 3 } } }))).toEqual(["n/2", "n/1"]);
  });

  suite.case("a signal ends a query with its reason", async ({ backend, models: { Person } }) => {
    await backend.set("a", ADA, { model: Person });
    await backend.set("b", BOB, { model: Person });
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    expect(await failureOf(collect(backend.find(Person, { signal })))).toBe(reason);
    expect(await failureOf(collect(backend.find(Person, { signal, orderBy: ["age"] })))).toBe(reason);
    expect(await failureOf(backend.count(Person, { signal }))).toBe(reason);
    expect(await failureOf(backend.aggregate(Person, { signal }))).toBe(reason);
  });

  suite.asynchronous("a signal ends a query between two results", async ({ backend, models: { Person } }) => {
    await backend.set("a", ADA, { model: Person });
    await backend.set("b", BOB, { model: Person });
    const reason = new Error("enough");
    const controller = new AbortController();
    const walk = async (): Promise<void> => {
      for await (const _ of backend.find(Person, { signal: controller.signal })) controller.abort(reason);
    };
    expect(await failureOf(walk())).toBe(reason);
  });

  suite.case("a query can be left early, and the store still works", async ({ backend, models: { Person } }) => {
    await backend.set("a", ADA, { model: Person });
    await backend.set("b", BOB, { model: Person });
    for await (const _ of backend.find(Person)) break;
    for await (const _ of backend.find(Person, { orderBy: ["-age"] })) break;
    expect(await backend.delete("a")).toBe(true);
  });

  suite.case("a closed backend refuses queries", async ({ backend, models: { Person } }) => {
    await backend.close();
    await expectCode(collect(backend.find(Person)), "BACKEND_CLOSED");
    await expectCode(collect(backend.find(Person, { orderBy: ["age"] })), "BACKEND_CLOSED");
    await expectCode(backend.count(Person), "BACKEND_CLOSED");
    await expectCode(backend.count(), "BACKEND_CLOSED");
    await expectCode(backend.aggregate(Person), "BACKEND_CLOSED");
    await expectCode(collect(backend.entries()), "BACKEND_CLOSED");
    await expectCode(collect(backend.children()), "BACKEND_CLOSED");
    await expectCode(backend.inspect("a"), "BACKEND_CLOSED");
  });
}
