/** First difference of two values. */
export interface Difference {
  /** Path from the root of the data. */
  readonly path: readonly PropertyKey[];
  /** Stored value at the path. */
  readonly old: unknown;
  /** New value at the path. */
  readonly new: unknown;
}
