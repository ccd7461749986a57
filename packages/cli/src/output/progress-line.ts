import type { Output } from "./output.ts";

const INTERVAL_MS = 100;
const ERASE = "\r\u001b[K";

/** One line on stderr that tells how far a command is, on a terminal only. */
export class ProgressLine {
  readonly #output: Output;
  #shownAt = Number.NEGATIVE_INFINITY;
  #isShown = false;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Replaces the line, unless it is younger than 100 ms. */
  show(text: string): void {
    const now = Date.now();
    const { stderr, showsProgress } = this.#output;
    if (!showsProgress || now - this.#shownAt < INTERVAL_MS) return;
    this.#shownAt = now;
    this.#isShown = true;
    stderr.write(`${ERASE}${text.slice(0, (stderr.columns || 80) - 1)}`);
  }

  /** Removes the line, before anything else is written. */
  clear(): void {
    if (this.#isShown) this.#output.stderr.write(ERASE);
    this.#isShown = false;
  }
}
