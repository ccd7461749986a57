/** Keys that were reported and have not been taken yet. Each is kept once, however often it changes. */
export class ChangedKeys {
  readonly #keys = new Set<string>();
  readonly #ready = Promise.withResolvers<boolean>();
  #end: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  /** Tells, with the first report or the end, whether there was a report. */
  get ready(): Promise<boolean> {
    return this.#ready.promise;
  }

  /** Adds keys. */
  report(keys: Iterable<string>): void {
    for (const key of keys) this.#keys.add(key);
    this.#ready.resolve(true);
    this.#wake?.();
  }

  /** Says that nothing more will be reported, because of an error if there is one. */
  end(error?: unknown): void {
    this.#end ??= { error };
    this.#ready.resolve(false);
    this.#wake?.();
  }

  /** Takes up to a number of keys once there are some; `undefined` at the end. @throws the error of the end. */
  async take(limit: number): Promise<string[] | undefined> {
    while (this.#keys.size === 0) {
      if (this.#end?.error !== undefined) throw this.#end.error;
      if (this.#end) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const taken: string[] = [];
    for (const key of this.#keys) {
      if (taken.push(key) === limit) break;
    }
    for (const key of taken) this.#keys.delete(key);
    return taken;
  }
}
