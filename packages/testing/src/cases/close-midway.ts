import type { AsyncResultsBackend } from "@results-manager/core";
import * as v from "valibot";
import { type Asked, expectCarriedOut } from "../closing/expect-carried-out.ts";
import { collect } from "../collect.ts";
import { ADA, BOB } from "../fixtures.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

const later = async <T>(value: T): Promise<T> => {
  for (let i = 0; i < 5; i++) await undefined;
  return value;
};

const CALLS: Asked<OpenedStore> = {
  set: ({ backend, models: { Person } }) => backend.set("set", ADA, { model: Person }),
  "set of a stored id": ({ backend, models: { Person } }) => backend.set("there", BOB, { model: Person }),
  "set raise_if_different": ({ backend, models: { Person } }) =>
    backend.set("there", ADA, { model: Person, behavior: "raise_if_different" }),
  "set by an asynchronous schema": ({ backend, registry }) =>
    backend.set("slow", "text", {
      model: registry.register(
        "Slow",
        v.pipeAsync(
          v.string(),
          v.checkAsync(() => later(true)),
        ),
      ),
    }),
  setMany: ({ backend, models: { Person } }) =>
    backend.setMany(
      [
        ["many/1", ADA],
        ["many/2", BOB],
      ],
      { model: Person },
    ),
  get: ({ backend }) => backend.get("there"),
  getMany: ({ backend }) => backend.getMany(["there", "none"]),
  exists: ({ backend }) => backend.exists("there"),
  info: async ({ backend }) => (await backend.info("there")).id,
  listIds: ({ backend }) => backend.listIds("kept"),
  ids: ({ backend }) => collect(backend.ids("kept")),
  delete: ({ backend }) => backend.delete("deleted"),
  deleteMany: ({ backend }) => backend.deleteMany(["deleted/1", "deleted/2"]),
  clear: ({ backend }) => backend.clear("cleared"),
  prune: ({ backend }) => backend.prune(),
  migrate: ({ backend }) => backend.migrate("old"),
  update: ({ backend, models: { Counter } }) =>
    backend.update("n", Counter, (n) => later({ count: (n?.count ?? 0) + 1 })),
  "update that requests other results": ({ backend, models: { Counter, Person } }) =>
    backend.update("sum", Counter, async () => {
      await backend.set("written/by/update", ADA, { model: Person });
      const people = await backend.getMany(["written/by/update", "none/of/update"], Person);
      return { count: people.length }; // Of ids that nothing else locks: two locks taken in opposite order deadlock.
    }),
  getOrCompute: ({ backend, models: { Counter } }) => backend.getOrCompute("c", Counter, () => later({ count: 1 })),
  "getOrCompute of a missing id": ({ backend, models: { Counter } }) =>
    backend.getOrCompute("c", Counter, () => ({ count: 2 })),
  "getOrCompute of a stored id": ({ backend, models: { Person } }) => backend.getOrCompute("there", Person, () => BOB),
  "getOrCompute that requests other results": ({ backend, models: { Counter } }) =>
    backend.getOrCompute("c/all", Counter, async () => {
      const { count } = await backend.getOrCompute("c", Counter, () => ({ count: 3 }));
      return { count: count + (await collect(backend.ids("kept"))).length };
    }),
  "getOrCompute that fails": ({ backend, models: { Counter } }) =>
    backend.getOrCompute("fails", Counter, () => Promise.reject(new Error("no"))),
  copyTo: ({ backend }) =>
    backend.copyTo(
      { importRecords: (records) => later(records.map(() => true)) },
      { prefix: "kept", onProgress: () => {} },
    ),
  exportRecords: async ({ backend }) => (await collect(backend.exportRecords("kept"))).flat().map(({ id }) => id),
  importRecords: async ({ backend, models: { Anything } }) =>
    backend.importRecords([
      {
        id: "imported",
        modelName: Anything.name,
        namespace: "default",
        version: 1,
        data: 1,
        createdAt: new Date(0).toISOString(),
        updatedAt: new Date(0).toISOString(),
      },
    ]),
};

/** Stores that are closed at every step of the calls they accepted before. */
export function closeMidwayCases(suite: Suite): void {
  suite.onNewStores(
    "calls accepted before close are carried out, at any step of them",
    (onNewStore) =>
      expectCarriedOut(onNewStore, {
        faceOf: ({ backend }) => ("backend" in backend ? (backend.backend as AsyncResultsBackend) : backend),
        prepare: async ({ backend, registry, models: { Person, Anything } }) => {
          const Old = registry.register("Migrated", v.string(), { namespace: "old" });
          await backend.setMany(
            ["there", "deleted", "deleted/1", "cleared/1", "cleared/2"].map((id) => [id, ADA] as const),
            { model: Person },
          );
          await backend.setMany(
            Array.from({ length: 5 }, (_, i) => [`kept/${i}`, i] as const),
            { model: Anything },
          );
          await backend.set("old/1", "text", { model: Old });
          registry.register("Migrated", v.string(), { namespace: "new", version: 2, upgrade: { 1: (old) => old } });
        },
        calls: CALLS,
      }),
    ["retention", "asynchrony"],
  );
}
