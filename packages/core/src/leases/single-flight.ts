import { Computing } from "../scheduling/computing.ts";
import { runUserWork } from "../scheduling/user-work.ts";
import { untilAborted } from "./until-aborted.ts";

/** Running computation and the number of its waiting callers. */
interface Flight<T> {
  readonly outcome: Promise<T>;
  readonly computing: Computing;
  readonly controller: AbortController;
  waiters: number;
  settled: boolean;
}

/** Options of {@link SingleFlight.run}. */
export interface FlightOptions {
  /** Name of the computation in messages; the key by default. */
  readonly name?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Argument of a computation. */
export interface FlightContext {
  readonly computing: Computing;
  /** Aborted when no caller is waiting. */
  readonly signal: AbortSignal;
  /** Runs the user function that computes; its outcome is ignored after the signal is aborted. */
  run<R>(compute: () => R): Promise<Awaited<R>>;
}

/** Runs at most one computation per key in this process; concurrent callers share its outcome. */
export class SingleFlight<T> {
  readonly #storage: object;
  readonly #flights = new Map<string, Flight<T>>();

  /** @param storage Storage of the callers. */
  constructor(storage: object) {
    this.#storage = storage;
  }

  /**
   * Waits for the computation of `key`, and starts it if it is not running.
   *
   * @throws the reason of this caller's `signal` when it is aborted first. The signal of the computation is aborted when no caller is
   * waiting.
   * @throws {ComputeCycleError} `COMPUTE_CYCLE` when the computation of `key` waits for the computation that calls this method.
   */
  async run(
    key: string,
    compute: (context: FlightContext) => Promise<T>,
    { name = key, signal }: FlightOptions = {},
  ): Promise<T> {
    signal?.throwIfAborted();
    const known = this.#flights.get(key);
    const computing = known?.computing ?? new Computing(key, name);
    const endWait = Computing.ask(computing);
    const flight = known ?? this.#start(computing, compute);
    flight.waiters++;
    try {
      return await (signal ? untilAborted(flight.outcome, signal) : flight.outcome);
    } finally {
      endWait?.();
      if (--flight.waiters === 0 && !flight.settled) {
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
    const outcome = compute({ computing, signal, run }).finally(() => {
      flight.settled = true;
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    outcome.catch(() => {}); // Waiting callers receive the error; without any, it must not be an unhandled rejection.
    const flight: Flight<T> = { outcome, computing, controller, waiters: 0, settled: false };
    this.#flights.set(key, flight);
    return flight;
  }
}
