import type { Writable } from "node:stream";

/** Makes the function that writes parts to a stream, and waits where the reader is slower. */
export function sendToStream(stream: Writable): (part: string | Uint8Array) => Promise<void> {
  return async (part) => {
    if (stream.destroyed) return;
    // An error of the stream, such as a closed pipe, is told to its listeners before the next part.
    await new Promise<void>((resolve) => {
      stream.write(part, (error) => (error ? setImmediate(resolve) : resolve()));
    });
  };
}
