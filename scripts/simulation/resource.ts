/** Waits in simulated time: runs a function later. */
export type Later = (ms: number, run: () => void) => void;

/** Something of which there are a number of places, such as the cores of a server: who finds none free waits. */
export class Resource {
  /** Time for which places were taken, over all of them. */
  busyMs = 0;
  readonly #later: Later;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(places: number, later: Later) {
    this.#free = places;
    this.#later = later;
  }

  /** Takes a place. @param run is called with it, and gives it back by calling its argument. */
  take(run: (giveBack: () => void) => void): void {
    const start = (): void => run(() => this.#giveBack());
    if (this.#free === 0) this.#waiting.push(start);
    else {
      this.#free--;
      start();
    }
  }

  /** Takes a place for some time. */
  use(ms: number, done: () => void): void {
    this.take((giveBack) => {
      this.busyMs += ms;
      this.#later(ms, () => {
        giveBack();
        done();
      });
    });
  }

  #giveBack(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}
