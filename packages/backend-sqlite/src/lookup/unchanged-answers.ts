/** Number of answers that are kept. */
const MAX_ANSWERS = 64;

/** Answers that hold until the database changes. */
export class UnchangedAnswers {
  readonly #readVersion: () => unknown;
  readonly #answers = new Map<string, unknown>();
  #version: unknown;
  #isChecked = false;

  /** @param readVersion returns another value after each change of the database. */
  constructor(readVersion: () => unknown) {
    this.#readVersion = readVersion;
  }

  /** Returns the answer to a question, which is asked again only after a change. */
  get<T>(question: string, ask: () => T): T {
    if (!this.#isChecked) this.#check();
    if (!this.#answers.has(question)) this.#answers.set(question, ask());
    return this.#answers.get(question) as T;
  }

  /** Forgets the answers if the database has changed; once for all that is asked synchronously, because reading the version takes as long as an answer. */
  #check(): void {
    const version = this.#readVersion(); // Read before what is asked: after a change in between, it is asked once more.
    if (version !== this.#version || this.#answers.size >= MAX_ANSWERS) this.#answers.clear();
    this.#version = version;
    this.#isChecked = true;
    void this.#checkInNextStep();
  }

  async #checkInNextStep(): Promise<void> {
    await Promise.resolve();
    this.#isChecked = false;
  }
}
