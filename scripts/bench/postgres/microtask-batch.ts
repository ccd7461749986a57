/** Collects the calls of one turn, and carries them out together. */
export class MicrotaskBatch<I, R> {
  readonly #run: (items: readonly I[]) => Promise<readonly R[]>;
  #items: I[] = [];
  #outcomes: Promise<readonly R[]> | undefined;

  constructor(run: (items: readonly I[]) => Promise<readonly R[]>) {
    this.#run = run;
  }

  /** Adds an item, and returns its outcome. */
  async add(item: I): Promise<R> {
    const index = this.#items.push(item) - 1;
    this.#outcomes ??= Promise.resolve().then(() => {
      const items = this.#items;
      this.#items = [];
      this.#outcomes = undefined;
      return this.#run(items);
    });
    return (await this.#outcomes)[index] as R;
  }
}
