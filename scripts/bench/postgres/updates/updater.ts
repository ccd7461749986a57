/** Way of updating one record. */
export type Updater = "by hand" | "ours";

/** Schema of the record. */
export const SCHEMA = "bench_updates";
/** Number of updates of each process. */
export const UPDATES = 200;
/** Id of the record. */
export const ID = "n";
