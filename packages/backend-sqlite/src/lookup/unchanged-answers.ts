/** Number of answers that are kept. */
const MAX_ANSWERS = 64;

/** Answers that hold until the database changes. */
export class UnchangedAnswers {
  readonly #readVersion: () => unknown;
  readonly #answers = new Map<string, unknown>();
  #version: unknown;

  /** @param readVersion returns another value after each change of the database. */
  constructor(readVersion: () => unknown) {
    this.#readVersion = readVersion;
  }

  /** Returns the answer to a question, which is asked again only after a change. */
  get<T>(question: string, ask: () => T): T {
    // Read first: after a change in between, the answer is asked for once more.
    const version = this.#readVersion();
    if (version !== this.#version || this.#answers.size >= MAX_ANSWERS) this.#answers.clear();
    this.#version = version;
    if (!this.#answers.has(question)) this.#answers.set(question, ask());
    return this.#answers.get(question) as T;
  }
}
