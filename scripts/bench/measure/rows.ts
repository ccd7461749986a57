import type { BenchStore } from "../contender.ts";
import { benchId, benchPrefix, benchRecord } from "../records.ts";
import { timedBatch, timedSequence, timedWhile } from "./timed.ts";

/** Amount of work of a bench. */
export interface Sizes {
  readonly records: number;
  readonly sequentialSets: number;
}

/** A row of the table. */
export interface Row {
  readonly name: string;
  /** Measures microseconds per operation on a store with the records; `undefined` if the store does not support the operation. */
  measure(store: BenchStore, sizes: Sizes): Promise<number | undefined>;
}

/** Time for which listings are repeated; peers that read everything for a listing list only once. */
const LISTING_MS = 60;
/** Most sequential calls: those of peers that take a millisecond each need not be repeated ten thousand times. */
const SEQUENTIAL = 2_000;

/** Rows that delete nothing, in the order in which they are run: the first one fills the store. */
export const ROWS: readonly Row[] = [
  {
    name: "batch sets",
    measure: (store, { records }) => {
      const made = Array.from({ length: records }, (_, i) => benchRecord(i));
      return timedBatch(store, records, (i) => store.set(benchId(i), made[i] ?? benchRecord(i)));
    },
  },
  {
    name: "sequential sets",
    measure: (store, { sequentialSets }) => {
      const made = Array.from({ length: sequentialSets }, (_, i) => benchRecord(i));
      return timedSequence(sequentialSets, (i) => store.set(`again/${benchId(i)}`, made[i] ?? benchRecord(i)));
    },
  },
  {
    name: "batch gets",
    measure: async (store, { records }) => store.get && timedBatch(store, records, (i) => store.get?.(benchId(i))),
  },
  {
    name: "sequential gets",
    measure: async (store, { records }) =>
      store.get && timedSequence(Math.min(records, SEQUENTIAL), (i) => store.get?.(benchId(i))),
  },
  {
    name: "exists",
    measure: async (store, { records }) =>
      store.exists && timedBatch(store, records, (i) => store.exists?.(benchId(i))),
  },
  {
    name: "prefix list",
    measure: async (store, { records }) =>
      store.list && timedWhile(LISTING_MS, (i) => store.list?.(benchPrefix((i * 700) % records))),
  },
  {
    name: "list all, an id",
    measure: async (store) => {
      let ids: readonly string[] | undefined;
      const listing = store.list && (await timedWhile(LISTING_MS, async () => (ids = await store.list?.())));
      return listing && ids && listing / ids.length;
    },
  },
  {
    name: "overwrites",
    measure: async (store, { records }) => {
      const made = Array.from({ length: records }, (_, i) => benchRecord(i + 1));
      return (
        store.overwrite &&
        timedBatch(store, records, (i) => store.overwrite?.(benchId(i), made[i] ?? benchRecord(i + 1)))
      );
    },
  },
  {
    name: "skips",
    measure: async (store, { records }) => {
      const made = Array.from({ length: records }, (_, i) => benchRecord(i));
      return store.skip && timedBatch(store, records, (i) => store.skip?.(benchId(i), made[i] ?? benchRecord(i)));
    },
  },
];

/** Row that deletes: measured last, because creating files is slow for minutes after files were deleted. */
export const DELETE_ROW: Row = {
  name: "batch deletes",
  measure: async (store, { records }) =>
    store.delete && timedBatch(store, Math.min(records, SEQUENTIAL), (i) => store.delete?.(benchId(i))),
};
