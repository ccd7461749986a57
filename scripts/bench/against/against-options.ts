/** Options of a part that compares two checkouts. */
export interface AgainstOptions {
  readonly name: string;
  /** Folder of the other checkout. */
  readonly against: string;
  readonly folder: string;
  readonly records: number;
  /** Pairs of processes, one for each checkout. */
  readonly pairs: number;
  /** Most repetitions of a part with rows that look slower, each with as many pairs again. */
  readonly again: number;
}

/** Exit code of a part in which a row is slower; an error is 1. */
export const SLOWER = 2;
