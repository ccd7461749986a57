/** Hint that a result has changed. */
export interface ResultChange {
  readonly id: string;
  /** `set` if the result was there when the hint was made, `delete` if not. */
  readonly kind: "set" | "delete";
}

/** Options of a watch. */
export interface WatchOptions {
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal | undefined;
  /** Called when the watch has begun: every later change will be told. Results that are read from then on miss none. */
  readonly onReady?: (() => void) | undefined;
}
