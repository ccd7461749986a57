/** Work that has the queue to itself when its turn comes. */
export class ExclusiveTask {
  readonly #task: () => Promise<unknown>;
  readonly #resolve: (result: unknown) => void;
  readonly #reject: (error: unknown) => void;

  constructor(task: () => Promise<unknown>, resolve: (result: unknown) => void, reject: (error: unknown) => void) {
    this.#task = task;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Does it, and tells whoever waits; never rejected. */
  async run(): Promise<void> {
    try {
      this.#resolve(await this.#task());
    } catch (error) {
      this.#reject(error);
    }
  }
}
