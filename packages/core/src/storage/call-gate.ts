/** Calls in progress of a face or of a whole storage: closing waits for them. */
export class CallGate {
  /** True once closing has begun. */
  isClosing = false;
  /** True once no call is in progress any more, and none is accepted. */
  isClosed = false;
  readonly #outer: CallGate | undefined;
  readonly #inner = new Set<CallGate>();
  #active = 0;
  #whenIdle: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  #stop: AbortController | undefined;

  /** @param outer Gate of the storage, through which the calls of a face pass too. */
  constructor(outer?: CallGate) {
    if (!outer) return;
    this.#outer = outer;
    this.isClosing = outer.isClosing;
    this.isClosed = outer.isClosed;
    outer.#inner.add(this);
  }

  /** True if calls are in progress. */
  get isActive(): boolean {
    return this.#active > 0;
  }

  /** Signal that is aborted when closing begins, for calls that would go on without an end. */
  get closing(): AbortSignal {
    this.#stop ??= new AbortController();
    if (this.isClosing) this.#stop.abort();
    return this.#stop.signal;
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
    if (!this.#closing) {
      this.#each((gate) => {
        gate.isClosing = true;
        gate.#stop?.abort();
      });
      this.#closing = this.#close(settle, end);
    }
    return this.#closing;
  }

  async #close(settle: () => Promise<void>, end: (() => Promise<void>) | undefined): Promise<void> {
    await settle();
    this.#each((gate) => {
      gate.isClosed = true;
    });
    if (this.#outer) this.#outer.#inner.delete(this);
    await end?.();
  }

  /** Calls a function with this gate and those within it. */
  #each(change: (gate: CallGate) => void): void {
    change(this);
    for (const gate of this.#inner) change(gate);
  }
}
