/** Calls in progress of a face or of a whole storage: closing waits for them. */
export class CallGate {
  readonly #outer: CallGate | undefined;
  #active = 0;
  #whenIdle: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  #isClosed = false;

  /** @param outer Gate of the storage, through which the calls of a face pass too. */
  constructor(outer?: CallGate) {
    this.#outer = outer;
  }

  /** True if calls are in progress. */
  get isActive(): boolean {
    return this.#active > 0;
  }

  /** True once closing has begun. */
  get isClosing(): boolean {
    return this.#closing !== undefined || this.#outer?.isClosing === true;
  }

  /** True once no call is in progress any more, and none is accepted. */
  get isClosed(): boolean {
    return this.#isClosed || this.#outer?.isClosed === true;
  }

  /** Counts a call until {@link CallGate.leave}. */
  enter(): void {
    this.#active++;
    this.#outer?.enter();
  }

  /** Ends a counted call. */
  leave(): void {
    if (--this.#active === 0) this.#whenIdle?.();
    this.#outer?.leave();
  }

  /** Runs a task that closing waits for. */
  async track<T>(task: () => Promise<T>): Promise<T> {
    this.enter();
    try {
      return await task();
    } finally {
      this.leave();
    }
  }

  /** Resolves when no call is in progress. */
  async idle(): Promise<void> {
    if (this.#active === 0) return;
    await new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
    });
  }

  /**
   * Closes the gate once; later calls return the same promise.
   *
   * @param settle Waits for the calls in progress.
   * @param end Runs after that, when the gate is closed.
   */
  close(settle: () => Promise<void>, end?: () => Promise<void>): Promise<void> {
    this.#closing ??= this.#close(settle, end);
    return this.#closing;
  }

  async #close(settle: () => Promise<void>, end: (() => Promise<void>) | undefined): Promise<void> {
    await settle();
    this.#isClosed = true;
    await end?.();
  }
}
