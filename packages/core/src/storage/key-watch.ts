/** Watch of the keys of a space: what a medium is told, and what it reports to. */
export interface KeyWatch {
  /** Only changes of this key and of the keys below it are of interest. Others may be reported; core leaves them out. */
  readonly prefix: string | undefined;
  /** Aborted when the watch is to end. */
  readonly signal: AbortSignal;
  /**
   * Reports keys whose records may have changed. The first report, of no keys perhaps, says that the watch has begun: every later change will be
   * reported.
   */
  report(keys: readonly string[]): void;
}
