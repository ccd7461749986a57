import { expect } from "vitest";
import { collect } from "../collect.ts";
import { expectClass, expectCode } from "../expect-failure.ts";
import { ADA } from "../fixtures.ts";
import type { Suite } from "../suite.ts";
import { WatchedChanges } from "../watched-changes.ts";

const NUMBER = 3000;

/** `watch`: what is told, and how it ends. */
export function watchCases(suite: Suite): void {
  suite.asynchronous("a watch tells what is written and removed", async ({ backend, models: { Person } }) => {
    await backend.set("old", ADA, { model: Person });
    const watched = await WatchedChanges.begin(backend);
    await backend.set("new", ADA, { model: Person });
    await watched.expectLatest({ new: "set" });
    await backend.set("old", { ...ADA, age: 1 }, { model: Person, behavior: "overwrite" });
    await watched.expectLatest({ new: "set", old: "set" });
    await backend.delete("old");
    await watched.expectLatest({ new: "set", old: "delete" });
    await backend.set("old", ADA, { model: Person });
    await watched.expectLatest({ new: "set", old: "set" });
    await watched.end();
  });

  suite.asynchronous("a prefix is watched by whole segments, with its own id", async ({ backend, models }) => {
    const { Anything } = models;
    const watched = await WatchedChanges.begin(backend, "runs/a");
    const ids = ["runs", "runs/a", "runs/a/1", "runs/a/b/c", "runs/ab", "runs/b", "other/runs/a", "runs/a.json/x"];
    await backend.setMany(
      ids.map((id) => [id, id] as const),
      { model: Anything },
    );
    await watched.expectLatest({ "runs/a": "set", "runs/a/1": "set", "runs/a/b/c": "set" });
    await backend.clear("runs");
    await watched.expectLatest({ "runs/a": "delete", "runs/a/1": "delete", "runs/a/b/c": "delete" });
    await watched.end();
  });

  suite.asynchronous("odd ids are told as they are", async ({ backend, models: { Anything } }) => {
    const watched = await WatchedChanges.begin(backend);
    const ids = [
      "A",
      "a",
      "é",
      "a b",
      "a%2Fb",
      "x.json/y",
      `${"ü".repeat(90)}/${"%".repeat(150)}`,
      "con",
      "a.",
      "\u{1f600}",
    ];
    for (const id of ids) await backend.set(id, id, { model: Anything });
    const sorted = ids.toSorted((a, b) => (a < b ? -1 : 1));
    await watched.expectLatest(Object.fromEntries(sorted.map((id) => [id, "set"])));
    await watched.end();
  });

  suite.asynchronous(
    "updates, computations and imports are told",
    async ({ backend, models: { Counter }, elsewhere }) => {
      const source = await elsewhere();
      await source.set("imported", { count: 1 }, { model: Counter });
      const watched = await WatchedChanges.begin(backend);
      await backend.update("updated", Counter, () => ({ count: 1 }));
      await backend.getOrCompute("computed", Counter, () => ({ count: 1 }));
      await source.copyTo(backend);
      await watched.expectLatest({ computed: "set", imported: "set", updated: "set" });
      await watched.end();
    },
  );

  suite.asynchronous("none of many changes is missed", async ({ backend, models: { Counter } }) => {
    const watched = await WatchedChanges.begin(backend);
    const ids = Array.from({ length: NUMBER }, (_, i) => `n${i % 7}/${i}`);
    await backend.setMany(
      ids.map((id, count) => [id, { count }] as const),
      { model: Counter },
    );
    await watched.expectLatest(Object.fromEntries(ids.map((id) => [id, "set"])));
    await backend.deleteMany(ids.filter((_, i) => i % 3 === 0));
    await watched.expectLatest(Object.fromEntries(ids.map((id, i) => [id, i % 3 === 0 ? "delete" : "set"])));
    await watched.end();
  });

  suite.case(
    "a watch tells what another open store writes",
    async ({ backend, reopen, models: { Counter } }) => {
      const watched = await WatchedChanges.begin(backend, "a");
      const other = await reopen();
      await other.set("a/b/c", { count: 1 }, { model: Counter });
      await watched.expectLatest({ "a/b/c": "set" });
      await other.clear();
      await watched.expectLatest({ "a/b/c": "delete" });
      await watched.end();
    },
    ["retention", "sharing", "asynchrony"],
  );

  suite.asynchronous("several watches end one by one", async ({ backend, models: { Counter } }) => {
    const first = await WatchedChanges.begin(backend);
    const second = await WatchedChanges.begin(backend);
    await first.end();
    await backend.set("a", { count: 1 }, { model: Counter });
    await second.expectLatest({ a: "set" });
    expect(first.count).toBe(0);
    const third = await WatchedChanges.begin(backend);
    await second.end();
    await backend.delete("a");
    await third.expectLatest({ a: "delete" });
    await third.end();
  });

  suite.asynchronous(
    "a watch ends with its signal, without an error",
    async ({ backend }) => {
      const watched = await WatchedChanges.begin(backend);
      await watched.end();
      expect(await collect(backend.watch("a", { signal: AbortSignal.abort() }))).toEqual([]);
    },
    [],
  );

  suite.asynchronous(
    "closing ends a watch, without an error",
    async ({ backend, models: { Counter } }) => {
      const watched = await WatchedChanges.begin(backend);
      await backend.set("a", { count: 1 }, { model: Counter });
      await backend.close();
      await watched.ended();
      await expectCode(collect(backend.watch()), "BACKEND_CLOSED");
    },
    [],
  );

  suite.asynchronous("a reader that leaves, or never reads on, hinders nothing", async ({ backend, models }) => {
    const { Counter } = models;
    const unread = backend.watch()[Symbol.asyncIterator]();
    const reading = unread.next();
    const ready = Promise.withResolvers<void>();
    const first = (async () => {
      for await (const change of backend.watch(undefined, { onReady: ready.resolve })) return change;
      return undefined;
    })();
    await ready.promise;
    for (let count = 0; count < 50; count++) await backend.set(`a/${count}`, { count }, { model: Counter });
    expect((await first)?.kind).toBe("set");
    await reading;
    await backend.close();
    expect(await unread.next()).toEqual({ done: true, value: undefined });
  });

  suite.asynchronous(
    "wrong arguments are refused before anything is watched",
    async ({ backend }) => {
      await expectCode(collect(backend.watch("a/../b")), "INVALID_ID");
      const misspelt = { onReadyy: () => {} } as object;
      const error = await expectClass(collect(backend.watch("a", misspelt)), TypeError);
      expect(error.message).toContain("'onReadyy' of watch");
    },
    [],
  );
}
