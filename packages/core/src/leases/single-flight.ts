import { Computing } from "../scheduling/computing.ts";
import { runUserWork } from "../scheduling/user-work.ts";
import { untilAborted } from "./until-aborted.ts";

/** One computation and who waits for it. */
interface Flight<T> {
  readonly outcome: Promise<T>;
  readonly computing: Computing;
  readonly controller: AbortController;
  waiting: number;
  settled: boolean;
}

/** How a computation is asked for. */
export interface FlightOptions {
  /** What it is called in messages; the key unless given. */
  readonly name?: string;
  readonly signal?: AbortSignal | undefined;
}

/** What a computation is given. */
export interface FlightContext {
  /** Aborted once nobody waits any more. */
  readonly signal: AbortSignal;
  /** Runs the function of the user's that computes; it is left alone when the signal is aborted. */
  run<R>(compute: () => R): Promise<Awaited<R>>;
}

/** Runs one computation a key at a time, within this process, and gives everyone who asks meanwhile its outcome. */
export class SingleFlight<T> {
  readonly #storage: object;
  readonly #flights = new Map<string, Flight<T>>();

  /** @param storage of the calls that ask. */
  constructor(storage: object) {
    this.#storage = storage;
  }

  /**
   * Waits for the computation of `key`, starting it where none is under way.
   *
   * @throws the signal's reason when this caller's `signal` is aborted first. The computation's own signal is aborted once nobody
   * waits any more.
   * @throws {ComputeCycleError} `COMPUTE_CYCLE` where the computation waits for the one that asks.
   */
  async run(
    key: string,
    compute: (context: FlightContext) => Promise<T>,
    { name = key, signal }: FlightOptions = {},
  ): Promise<T> {
    signal?.throwIfAborted();
    const known = this.#flights.get(key);
    const computing = known?.computing ?? new Computing(key, name);
    const arrived = Computing.ask(computing);
    const flight = known ?? this.#start(computing, compute);
    flight.waiting++;
    try {
      return await (signal ? untilAborted(flight.outcome, signal) : flight.outcome);
    } finally {
      arrived?.();
      if (--flight.waiting === 0 && !flight.settled) {
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
        flight.controller.abort(signal?.reason);
      }
    }
  }

  #start(computing: Computing, compute: (context: FlightContext) => Promise<T>): Flight<T> {
    const { key } = computing;
    const controller = new AbortController();
    const { signal } = controller;
    const run = <R>(work: () => R): Promise<Awaited<R>> =>
      untilAborted(runUserWork({ storage: this.#storage, computing }, work), signal);
    const outcome = compute({ signal, run }).finally(() => {
      flight.settled = true;
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    outcome.catch(() => {}); // Whoever waits is told; a caller that left is not an unhandled rejection.
    const flight: Flight<T> = { outcome, computing, controller, waiting: 0, settled: false };
    this.#flights.set(key, flight);
    return flight;
  }
}
