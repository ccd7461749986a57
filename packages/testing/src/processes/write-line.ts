import { writeSync } from "node:fs";

/** Time in milliseconds after which a full pipe is tried again. */
const PAUSE_MS = 1;

/** Writes a line to the standard output before it returns; waits where the reader of the pipe is slower. */
export function writeLine(line: string): void {
  for (let rest = Buffer.from(`${line}\n`); rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}
