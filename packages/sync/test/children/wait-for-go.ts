import { existsSync, writeSync } from "node:fs";

const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** Says that all is ready, and blocks until the file is there that tells everybody to go. */
export function waitForGo(file: string): void {
  writeSync(1, "ready\n");
  while (!existsSync(file)) Atomics.wait(NEVER, 0, 0, 1);
}
