/** Size of a store or of writes. */
export interface Holding {
  readonly entries: number;
  readonly bytes: number;
}

/** Size of an empty store. */
export const NOTHING: Holding = Object.freeze({ entries: 0, bytes: 0 });

/** Adds two sizes. */
export function plus(a: Holding, b: Holding): Holding {
  return { entries: a.entries + b.entries, bytes: a.bytes + b.bytes };
}

/** Subtracts a size. */
export function minus(a: Holding, b: Holding): Holding {
  return { entries: a.entries - b.entries, bytes: a.bytes - b.bytes };
}
