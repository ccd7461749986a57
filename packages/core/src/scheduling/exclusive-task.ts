/** Task that runs while no other operation of the queue runs. */
export class ExclusiveTask {
  readonly #task: () => Promise<unknown>;
  readonly #resolve: (result: unknown) => void;
  readonly #reject: (error: unknown) => void;

  constructor(task: () => Promise<unknown>, resolve: (result: unknown) => void, reject: (error: unknown) => void) {
    this.#task = task;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Runs the task and settles the promise of its caller. Never rejects. */
  async run(): Promise<void> {
    try {
      this.#resolve(await this.#task());
    } catch (error) {
      this.#reject(error);
    }
  }
}
