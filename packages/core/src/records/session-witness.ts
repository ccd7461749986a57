/**
 * Tells which open stores are still open, in whatever process: by what the kernel frees when a process dies, such as a lock. Other
 * processes may be hidden from this one, or be counted apart, as those of another container are; what they hold is not.
 */
export interface SessionWitness {
  /** The name of this open store: from the first time it is asked for, others can tell that it is open. `undefined` where they cannot. */
  readonly name: string | undefined;
  /**
   * Tells whether a store is open, by its name. `false` is said of the kernel of this machine alone: a store of another one may be open
   * all the same. `undefined` where it cannot be told.
   */
  isOpen(name: string): boolean | undefined;
}
