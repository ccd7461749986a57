import { realTime } from "../time/real-time.ts";

/** Time for which memory is kept for the next value, in milliseconds. */
const KEPT_MS = 5000;
/** Most bytes that are kept. */
const MOST_KEPT = 2 ** 27;

let kept: SharedArrayBuffer | undefined;
let timer: ReturnType<typeof realTime.setTimeout> | undefined;

/**
 * Returns shared memory for bytes, with any content. That of the value before is taken where it is large enough: the pages of new memory take twice
 * as long as to copy a value into them.
 */
export function takeShared(byteLength: number): Uint8Array<SharedArrayBuffer> {
  const isEnough = kept !== undefined && kept.byteLength >= byteLength;
  const buffer = isEnough ? (kept as SharedArrayBuffer) : new SharedArrayBuffer(byteLength);
  if (isEnough) kept = undefined;
  return new Uint8Array(buffer, 0, byteLength);
}

/** Keeps memory for the next value for some seconds. Nothing may read it any more. */
export function giveShared({ buffer }: Uint8Array<SharedArrayBuffer>): void {
  if (buffer.byteLength > MOST_KEPT || buffer.byteLength < (kept?.byteLength ?? 0)) return;
  kept = buffer;
  realTime.clearTimeout(timer);
  timer = realTime.setTimeout(() => {
    kept = undefined;
  }, KEPT_MS);
  timer.unref();
}
