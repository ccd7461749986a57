/** Number of items that are looked at together. */
const STRETCH = 64;
/** Number of stretches that a list has at least, if it has as many items: so many places to begin at. */
const PLACES = 32;

/**
 * Items of a list that are still to be looked at, in stretches. Processes that share a list begin at different places, and go on elsewhere
 * when they meet.
 */
export class SharedList<Item> {
  /** Stretches in the order of the list. */
  readonly #stretches: (readonly Item[])[] = [];
  /** Place of the next stretch; the first one follows the last. */
  #next: number;

  constructor(items: readonly Item[]) {
    const length = Math.min(STRETCH, Math.ceil(items.length / PLACES));
    for (let at = 0; at < items.length; at += length) this.#stretches.push(items.slice(at, at + length));
    this.#next = this.#anywhere();
  }

  /** Takes the next stretch; `undefined` at the end. */
  take(): readonly Item[] | undefined {
    if (this.#next >= this.#stretches.length) this.#next = 0;
    return this.#stretches.splice(this.#next, 1)[0];
  }

  /** Puts back what is left of the stretch that was taken last, and goes on elsewhere. */
  leave(rest: readonly Item[]): void {
    if (rest.length > 0) this.#stretches.splice(this.#next, 0, rest);
    this.#next = this.#anywhere();
  }

  #anywhere(): number {
    return Math.floor(Math.random() * this.#stretches.length);
  }
}
