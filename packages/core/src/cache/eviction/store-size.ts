/** Size of a store or of writes. */
export interface StoreSize {
  readonly entries: number;
  readonly bytes: number;
}

/** Size of an empty store. */
export const EMPTY: StoreSize = Object.freeze({ entries: 0, bytes: 0 });

/** Adds two sizes. */
export function plus(a: StoreSize, b: StoreSize): StoreSize {
  return { entries: a.entries + b.entries, bytes: a.bytes + b.bytes };
}

/** Subtracts a size. */
export function minus(a: StoreSize, b: StoreSize): StoreSize {
  return { entries: a.entries - b.entries, bytes: a.bytes - b.bytes };
}
