const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** Blocks this thread for so many milliseconds. */
export function pause(ms: number): void {
  Atomics.wait(NEVER, 0, 0, ms);
}
