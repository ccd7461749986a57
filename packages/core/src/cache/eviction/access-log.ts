import type { Clock } from "../../time/clock.ts";
import { realTime } from "../../time/real-time.ts";

/** Period in milliseconds within which an entry is recorded only once; recorded times of use may be too early by this much. */
export const NOTE_MS = 10_000;
/** Delay in milliseconds before recorded uses are written. */
const GATHER_MS = 1000;
/** Number of keys that are written without delay. */
const MAX_GATHERED = 1000;

/**
 * Log of the uses of entries, for eviction of the least recently used: at most one use per entry in ten seconds, written in batches, so
 * that most reads cause no write.
 */
export class AccessLog {
  readonly #clock: Clock;
  readonly #writeDown: (keys: readonly string[], now: number) => Promise<void>;
  /** Keys that were recorded in the current period. */
  #noted = new Set<string>();
  #periodStart: number;
  #gathered: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock, writeDown: (keys: readonly string[], now: number) => Promise<void>) {
    this.#clock = clock;
    this.#writeDown = writeDown;
    this.#periodStart = clock.now();
  }

  /** Records the use of an entry. */
  note(key: string): void {
    if (Math.abs(this.#clock.now() - this.#periodStart) >= NOTE_MS) this.renew();
    if (this.#noted.has(key)) return;
    this.#noted.add(key);
    this.#gathered.push(key);
    if (this.#gathered.length >= MAX_GATHERED) void this.flush();
    else this.#timer ??= realTime.setTimeout(() => void this.flush(), GATHER_MS).unref();
  }

  /** Starts a new period, in which every entry is recorded again. */
  renew(): void {
    this.#noted = new Set();
    this.#periodStart = this.#clock.now();
  }

  /** Writes the recorded uses. A failure only makes times of use too early. */
  async flush(): Promise<void> {
    realTime.clearTimeout(this.#timer);
    this.#timer = undefined;
    const gathered = this.#gathered;
    this.#gathered = [];
    if (gathered.length > 0) await this.#writeDown(gathered, this.#clock.now()).catch(() => {});
  }
}
