import { untilAborted } from "./until-aborted.ts";

/** One computation and who waits for it. */
interface Flight<T> {
  readonly outcome: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
  settled: boolean;
}

/** Runs one computation a key at a time, within this process, and gives everyone who asks meanwhile its outcome. */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /**
   * Waits for the computation of `key`, starting it where none is under way.
   *
   * @throws the signal's reason when this caller's `signal` is aborted first. The computation's own signal is aborted once nobody
   * waits any more.
   */
  async run(key: string, compute: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const flight = this.#flights.get(key) ?? this.#start(key, compute);
    flight.waiting++;
    try {
      return await (signal ? untilAborted(flight.outcome, signal) : flight.outcome);
    } finally {
      if (--flight.waiting === 0 && !flight.settled) {
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
        flight.controller.abort(signal?.reason);
      }
    }
  }

  #start(key: string, compute: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const outcome = compute(controller.signal).finally(() => {
      flight.settled = true;
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    outcome.catch(() => {}); // Whoever waits is told; a caller that left is not an unhandled rejection.
    const flight: Flight<T> = { outcome, controller, waiting: 0, settled: false };
    this.#flights.set(key, flight);
    return flight;
  }
}
