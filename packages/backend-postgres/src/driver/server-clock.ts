import { type Clock, systemClock } from "@results-manager/core";

const WARNED_MS = 1000;

/** Clock of the server: that of this machine, corrected by the difference that was measured when the store connected. */
export class ServerClock implements Clock {
  #offsetMs = 0;

  now(): number {
    return systemClock.now() + this.#offsetMs;
  }

  /** Notes the time of the server, which it told between two times of this machine. */
  adjust(serverMs: number, askedAt: number, answeredAt: number, location: string): void {
    this.#offsetMs = Math.round(serverMs - (askedAt + answeredAt) / 2);
    if (Math.abs(this.#offsetMs) < WARNED_MS) return;
    process.emitWarning(
      `The clock of this machine differs from that of ${location} by ${this.#offsetMs} ms; the server's decides. Synchronize both.`,
    );
  }
}
