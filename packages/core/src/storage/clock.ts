/** Where the time comes from. Tests inject one that they move. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = Object.freeze({ now: () => Date.now() });

let lastTime = Number.NaN;
let lastText = "";

/** A time as ISO 8601 in UTC. A batch asks for the same millisecond many times, so the last one is kept. */
export function isoTime(time: number): string {
  if (time !== lastTime) {
    lastText = new Date(time).toISOString();
    lastTime = time;
  }
  return lastText;
}
