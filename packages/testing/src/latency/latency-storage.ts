import { realTime } from "@results-manager/core/internal";
import {
  type FoundRecord,
  type Outcome,
  type RecordRemoval,
  type RecordWrite,
  type ScanRange,
  type Space,
  StorageBase,
  type StorageOptions,
  type StorageSupports,
  type Transactions,
  type WriteOutcome,
} from "@results-manager/core/storage";
import { MemoryServer } from "./memory-server.ts";

/** Options of a {@link LatencyStorage}. */
export interface LatencyOptions extends StorageOptions {
  /** Milliseconds from a request to its answer; 1 by default. */
  readonly roundTripMs?: number;
  /** Number of batches that are requested at the same time; 1 by default. */
  readonly concurrency?: number;
}

/**
 * Medium as far away as a database across a network: each request takes a round trip. It has transactions.
 *
 * For the suites, and for counting the round trips of a call.
 */
export class LatencyStorage extends StorageBase {
  readonly supports: StorageSupports;
  /** Number of round trips so far. */
  trips = 0;
  readonly #server = new MemoryServer();
  readonly #roundTripMs: number;

  constructor({ roundTripMs = 1, concurrency = 1, ...options }: LatencyOptions = {}) {
    super(options);
    this.#roundTripMs = roundTripMs;
    this.supports = {
      retains: true,
      persistent: false,
      crossProcess: false,
      atomicWrites: true,
      batchSize: 64,
      concurrency,
    };
  }

  readonly #transactions: Transactions = {
    begin: () => this.#request(() => this.#server.begin()),
    commit: () => this.#request(() => this.#server.commit()),
    rollback: () => this.#request(() => this.#server.rollback()),
  };

  protected override get transactions(): Transactions {
    return this.#transactions;
  }

  protected override readRecords(space: Space, keys: readonly string[]): Promise<readonly Outcome<FoundRecord>[]> {
    return this.#request(() => this.#server.find(space, keys));
  }

  protected override writeRecords(
    space: Space,
    writes: readonly RecordWrite[],
    now: number,
  ): Promise<readonly Outcome<WriteOutcome>[]> {
    return this.#request(() => this.#server.put(space, writes, now));
  }

  protected override removeRecords(
    space: Space,
    removals: readonly RecordRemoval[],
    now: number,
  ): Promise<readonly Outcome<boolean>[]> {
    return this.#request(() => this.#server.take(space, removals, now));
  }

  protected override async *scanKeys(space: Space, range: ScanRange, now: number): AsyncGenerator<readonly string[]> {
    const pages = this.#server.pages(space, range, now)[Symbol.iterator]();
    for (;;) {
      const page = await this.#request(() => pages.next());
      if (page.done) return;
      yield page.value;
    }
  }

  protected override closeStorage(): Promise<void> {
    return this.#server.close();
  }

  /** Carries out a request on the server, half a round trip after it was made. */
  async #request<T>(work: () => T): Promise<T> {
    this.trips++;
    await this.#pass(this.#roundTripMs / 2);
    const answer = work();
    await this.#pass(this.#roundTripMs / 2);
    return answer;
  }

  /** Waits; timers of less than a millisecond do not exist. */
  async #pass(ms: number): Promise<void> {
    if (ms >= 1) {
      await realTime.delay(ms);
      return;
    }
    const end = realTime.elapsed() + ms;
    do await new Promise((resolve) => realTime.setImmediate(resolve));
    while (realTime.elapsed() < end);
  }
}
