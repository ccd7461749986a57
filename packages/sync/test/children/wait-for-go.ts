import { existsSync, writeSync } from "node:fs";

/** Ends the wait of a process whose test was killed. */
const LONGEST_WAIT_MS = 240_000;
const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** Says that all is ready, and blocks until the file is there that tells everybody to go. */
export function waitForGo(file: string): void {
  writeSync(1, "ready\n");
  const deadline = Date.now() + LONGEST_WAIT_MS;
  while (!existsSync(file) && Date.now() < deadline) Atomics.wait(NEVER, 0, 0, 1);
}
