import { digest, MemoryCalls, memoize } from "@results-manager/core";
import { type Asked, expectCarriedOut } from "../../closing/expect-carried-out.ts";
import { collect } from "../../collect.ts";
import type { CallsSuite, OpenedCalls } from "../opened-calls.ts";

const THERE = { name: "there", arguments: { a: [1, [2]] }, result: { list: [1, [2, 3]] } };

const later = async <T>(value: T): Promise<T> => {
  for (let i = 0; i < 5; i++) await undefined;
  return value;
};

const fn = ({ calls }: OpenedCalls, result: unknown = [1, ["split"]]) =>
  memoize((_: number) => later(result), { storage: calls, name: "f" });

const CALLS: Asked<OpenedCalls> = {
  save: ({ calls }) => calls.save({ name: "saved", arguments: { a: [["deep"]] }, result: [["deeper", [1]]] }),
  load: async ({ calls }) => (await calls.load(calls.key(THERE).slice(0, 12))).name,
  query: async ({ calls }) => (await collect(calls.query({ name: "there" }))).map(({ key }) => key),
  "a memoized call": (store) => fn(store)(1),
  "a memoized call that is computed": (store) => fn(store, "other")(1),
  "a memoized call that is stored": ({ calls }) => calls.getOrCompute(THERE, () => "other"),
  "a memoized call that calls others": (store) =>
    memoize(async () => [await fn(store)(1), await fn(store, "two")(2)], { storage: store.calls, name: "outer" })(),
  "a memoized call that fails": ({ calls }) =>
    memoize(() => Promise.reject(new Error("no")), { storage: calls, name: "fails" })(),
  contains: ({ calls }) => calls.contains(calls.key(THERE).slice(0, 12)),
  "values.load": ({ calls }) => calls.values.load(digest(THERE.result).slice(0, 12)),
  "values.save": ({ calls }) => calls.values.save([["value", ["deep"]]]),
  evict: ({ calls }) => calls.evict(calls.key({ name: "evicted", arguments: {} }).slice(0, 12)),
  stats: async ({ calls }) => (await calls.stats()).damaged,
  exportRecords: async ({ calls }) => (await collect(calls.exportRecords())).length > 0,
  copyTo: async ({ calls, registry, clock }) => {
    await using copy = new MemoryCalls({ registry, clock });
    return (await calls.copyTo(copy)).skipped;
  },
  prune: ({ calls }) => calls.prune(),
};
const REWRITTEN: Asked<OpenedCalls> = {
  transform: ({ calls }) =>
    calls.transform((call) => later({ ...call, name: `${call.name}2`, result: ["new", ["split"]] })),
};
const COLLECTED: Asked<OpenedCalls> = { gc: ({ calls }) => calls.gc() };

/** Stores that are closed at every step of the calls they accepted before. */
export function closeMidwayCases(suite: CallsSuite): void {
  for (const calls of [CALLS, REWRITTEN, COLLECTED]) {
    suite.onNewStores(`calls accepted before close are carried out: ${Object.keys(calls).join(", ")}`, (onNewStore) =>
      expectCarriedOut(onNewStore, {
        faceOf: ({ calls: storage }) => storage,
        prepare: async ({ calls: storage }) => {
          await storage.save(THERE);
          await storage.save({ name: "evicted", arguments: {} });
          await storage.values.save(["garbage", ["too"]]);
        },
        calls,
      }),
    );
  }
}
