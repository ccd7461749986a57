import type { Clock } from "../../time/clock.ts";
import { realTime } from "../../time/real-time.ts";

/** How long one note is good for, in milliseconds: that much a time of use may be too early. */
export const NOTE_MS = 10_000;
/** How long notes are gathered before they are written down, in milliseconds. */
const GATHER_MS = 1000;
/** More keys than this are written down at once. */
const MOST_GATHERED = 1000;

/**
 * Notes which entries are used, for whoever drops the least recently used: at most one note an entry in ten seconds, many written down
 * together, so that reads cost no writes.
 */
export class AccessLog {
  readonly #clock: Clock;
  readonly #writeDown: (keys: readonly string[], now: number) => Promise<void>;
  /** Keys whose note is still good. */
  #noted = new Set<string>();
  #since: number;
  #gathered: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock, writeDown: (keys: readonly string[], now: number) => Promise<void>) {
    this.#clock = clock;
    this.#writeDown = writeDown;
    this.#since = clock.now();
  }

  /** An entry is used. */
  note(key: string): void {
    if (Math.abs(this.#clock.now() - this.#since) >= NOTE_MS) this.renew();
    if (this.#noted.has(key)) return;
    this.#noted.add(key);
    this.#gathered.push(key);
    if (this.#gathered.length >= MOST_GATHERED) void this.flush();
    else this.#timer ??= realTime.setTimeout(() => void this.flush(), GATHER_MS).unref();
  }

  /** From here on every entry is noted anew. */
  renew(): void {
    this.#noted = new Set();
    this.#since = this.#clock.now();
  }

  /** Writes down what was gathered. What fails makes a time of use too early, and nothing else. */
  async flush(): Promise<void> {
    realTime.clearTimeout(this.#timer);
    this.#timer = undefined;
    const gathered = this.#gathered;
    this.#gathered = [];
    if (gathered.length > 0) await this.#writeDown(gathered, this.#clock.now()).catch(() => {});
  }
}
