/** How much is in a store, or on its way there. */
export interface Holding {
  readonly entries: number;
  readonly bytes: number;
}

/** An empty store. */
export const NOTHING: Holding = Object.freeze({ entries: 0, bytes: 0 });

/** Adds up. */
export function plus(a: Holding, b: Holding): Holding {
  return { entries: a.entries + b.entries, bytes: a.bytes + b.bytes };
}

/** Takes away. */
export function minus(a: Holding, b: Holding): Holding {
  return { entries: a.entries - b.entries, bytes: a.bytes - b.bytes };
}
