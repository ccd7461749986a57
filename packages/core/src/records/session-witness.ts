/**
 * Witness of the open stores of all processes. It relies on a resource that the kernel frees when a process dies, such as a lock, which
 * also works across containers, whose processes cannot see each other.
 */
export interface SessionWitness {
  /** Name of this open store; other processes can check it after the first access. `undefined` where they cannot. */
  readonly name: string | undefined;
  /**
   * Tells whether a store is open, by its name. `false` is valid only for the kernel of this machine: a store of another machine may be
   * open nevertheless. `undefined` where this cannot be determined.
   */
  isOpen(name: string): boolean | undefined;
}
