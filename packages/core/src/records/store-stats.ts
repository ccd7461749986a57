/** Number and size of records. */
export interface RecordCounts {
  readonly records: number;
  /** Size of their keys and of their data as they are stored, in bytes. */
  readonly bytes: number;
}

/** Counts of the records of a store. */
export interface StoreStats extends RecordCounts {
  /** Records that cannot be read. They count as records, and have no size. */
  readonly damaged: number;
  /** Records that have expired and are not removed yet. They count nowhere else. */
  readonly expired: number;
}

/** Records that one version of a model has written. */
export interface ModelStats extends RecordCounts {
  readonly model: string;
  readonly namespace: string;
  readonly version: number;
}

/** Counts of the results of a store. */
export interface ResultsStats extends StoreStats {
  /** Counts by namespace, model and version, in this order; without damaged records. */
  readonly models: readonly ModelStats[];
}
