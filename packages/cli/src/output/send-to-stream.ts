import { once } from "node:events";
import type { Writable } from "node:stream";

/** Makes the function that writes parts to a stream, and waits where the reader is slower. */
export function sendToStream(stream: Writable): (part: string | Uint8Array) => Promise<void> {
  return async (part) => {
    if (stream.destroyed || stream.write(part)) return;
    // An error of the stream, such as a closed pipe, is told to the one who made it.
    await Promise.race([once(stream, "drain"), once(stream, "close")]).catch(() => {});
  };
}
