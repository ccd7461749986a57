import { digest, MemoryValues } from "@results-manager/core";
import { type Asked, expectCarriedOut } from "../../closing/expect-carried-out.ts";
import { collect } from "../../collect.ts";
import type { OpenedValues, ValuesSuite } from "../opened-values.ts";

const THERE = { list: [1, [2, 3]], map: new Map([["a", [1, [2, 3]]]]) };

const CALLS: Asked<OpenedValues> = {
  save: ({ values }) => values.save([["deep", [["deeper"]]], "saved"]),
  "save of a stored value": ({ values }) => values.save(THERE),
  load: ({ values }) => values.load(digest(THERE)),
  "load of a short key": ({ values }) => values.load(digest(THERE).slice(0, 12)),
  contains: ({ values }) => values.contains(digest(THERE)),
  "contains of a short key": ({ values }) => values.contains(digest(THERE).slice(0, 12)),
  expand: ({ values }) => values.expand(digest(THERE).slice(0, 12)),
  shrink: async ({ values }) => digest(THERE).startsWith(await values.shrink(digest(THERE))),
  "evict of a short key": ({ values }) => values.evict(digest("evicted").slice(0, 12)),
  list: async ({ values }) => (await values.list()).includes(digest(THERE)),
  stats: async ({ values }) => (await values.stats()).damaged,
  exportRecords: async ({ values }) => (await collect(values.exportRecords())).length > 0,
  copyTo: async ({ values, registry, clock }) => {
    await using copy = new MemoryValues({ registry, clock });
    return (await values.copyTo(copy)).skipped;
  },
  keys: async ({ values }) => (await collect(values.keys())).includes(digest(THERE)),
};
const COLLECTED: Asked<OpenedValues> = {
  gc: ({ values }) => values.gc([digest(THERE).slice(0, 12)]),
};

/** Stores that are closed at every step of the calls they accepted before. */
export function closeMidwayCases(suite: ValuesSuite): void {
  for (const calls of [CALLS, COLLECTED]) {
    suite.onNewStores(`calls accepted before close are carried out: ${Object.keys(calls).join(", ")}`, (onNewStore) =>
      expectCarriedOut(onNewStore, {
        // The storage of calls that has the values, or the storage of values itself.
        faceOf: ({ values }) => values,
        prepare: async ({ values }) => {
          for (const value of [THERE, "evicted", ["garbage", ["too"]]]) await values.save(value);
        },
        calls,
      }),
    );
  }
}
