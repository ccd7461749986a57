import type { Output } from "./output.ts";

const INTERVAL_MS = 100;
const ERASE = "\r\u001b[K";

/** One line on stderr that tells how far a command is, on a terminal only. */
export class ProgressLine {
  readonly #stderr: Output["stderr"];
  #shownAt = Number.NEGATIVE_INFINITY;
  #isShown = false;

  constructor({ stderr }: Output) {
    this.#stderr = stderr;
  }

  /** Replaces the line, unless it is younger than 100 ms. */
  show(text: string): void {
    const now = Date.now();
    if (!this.#stderr.isTTY || now - this.#shownAt < INTERVAL_MS) return;
    this.#shownAt = now;
    this.#isShown = true;
    this.#stderr.write(`${ERASE}${text.slice(0, (this.#stderr.columns ?? 80) - 1)}`);
  }

  /** Removes the line, before anything else is written. */
  clear(): void {
    if (this.#isShown) this.#stderr.write(ERASE);
    this.#isShown = false;
  }
}
