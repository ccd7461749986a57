/** What a part compares, and where. */
export interface AgainstOptions {
  readonly name: string;
  /** Folder of the other checkout. */
  readonly against: string;
  readonly folder: string;
  readonly records: number;
  readonly rounds: number;
  /** How often a part with rows that look slower is measured again at most, twice as many rounds each time. */
  readonly again: number;
}

/** Exit code of a part in which a row is slower; an error is 1. */
export const SLOWER = 2;
