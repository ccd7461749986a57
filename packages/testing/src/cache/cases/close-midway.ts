import { MemoryCache } from "@results-manager/core";
import { type Asked, expectCarriedOut } from "../../closing/expect-carried-out.ts";
import { collect } from "../../collect.ts";
import type { CacheSuite, OpenedCache } from "../opened-cache.ts";

const later = async <T>(value: T): Promise<T> => {
  for (let i = 0; i < 5; i++) await undefined;
  return value;
};

const CALLS: Asked<OpenedCache> = {
  setValue: ({ cache }) => cache.setValue("set", 1),
  "setValue with tags": ({ cache }) => cache.setValue("tagged", 1, { tags: ["new", "old"] }),
  multiSetValues: ({ cache }) =>
    cache.multiSetValues([
      ["many/1", 1],
      ["many/2", 2],
    ]),
  "multiSetValues with tags": ({ cache }) => cache.multiSetValues([["many/3", 3]], { tags: ["new"] }),
  getValue: ({ cache }) => cache.getValue("there"),
  "getValue with tags": ({ cache }) => cache.getValue("there/tagged"),
  multiGetValues: ({ cache }) => cache.multiGetValues(["there", "there/tagged", "none"]),
  exists: ({ cache }) => cache.exists("there/tagged"),
  delete: ({ cache }) => cache.delete("deleted"),
  deleteMany: ({ cache }) => cache.deleteMany(["deleted/1", "none"]),
  incr: ({ cache }) => cache.incr("n"),
  "incr with tags": ({ cache }) => cache.incr("n/tagged"),
  touch: ({ cache }) => cache.touch("touched", 60),
  getOrCompute: ({ cache }) => cache.getOrCompute("c", () => later(1), { tags: ["new"] }),
  "getOrCompute of a missing key": ({ cache }) => cache.getOrCompute("c", () => 2),
  "getOrCompute that requests other values": ({ cache }) =>
    cache.getOrCompute("c/all", async () => {
      await cache.setValue("written/by/compute", 1);
      return Number(await cache.getOrCompute("c", () => 3)) + (await cache.incr("written/by/compute"));
    }),
  "getOrCompute that fails": ({ cache }) => cache.getOrCompute("fails", () => Promise.reject(new Error("no"))),
  invalidateTag: ({ cache }) => cache.invalidateTag("other"),
  keys: ({ cache }) => collect(cache.keys("there")),
  stats: async ({ cache }) => (await cache.stats()).expired,
  exportRecords: async ({ cache }) => (await collect(cache.exportRecords("there"))).flat().length,
  copyTo: async ({ cache, registry, clock }) => {
    await using copy = new MemoryCache({ registry, clock });
    return await cache.copyTo(copy, { prefix: "there" }); // Before the copy is closed.
  },
  clear: ({ cache }) => cache.clear("cleared"),
  prune: ({ cache }) => cache.prune(),
};

/** Stores that are closed at every step of the calls they accepted before. */
export function closeMidwayCases(suite: CacheSuite): void {
  suite.onNewStores(
    "calls accepted before close are carried out, at any step of them",
    (onNewStore) =>
      expectCarriedOut(onNewStore, {
        faceOf: ({ cache }) => cache,
        prepare: async ({ cache }) => {
          await cache.multiSetValues(
            ["there", "deleted", "deleted/1", "cleared/1", "touched"].map((key) => [key, 1] as const),
          );
          await cache.multiSetValues(
            ["there/tagged", "n/tagged"].map((key) => [key, 1] as const),
            { tags: ["old"] },
          );
        },
        calls: CALLS,
      }),
    ["retention", "asynchrony"],
  );
}
