import { yieldToEventLoop } from "@results-manager/core/storage";
import type { OutputStream } from "./output-stream.ts";

/** Makes the function that writes parts to a stream, and waits where the reader is slower. */
export function sendToStream(stream: OutputStream): (part: string | Uint8Array) => Promise<void> {
  return async (part) => {
    if (stream.destroyed) return;
    const hasFailed = await new Promise<boolean>((resolve) => {
      stream.write(part, (error) => resolve(Boolean(error)));
    });
    // The listeners of the stream are told of an error, such as a closed pipe, before the next part.
    if (hasFailed) await yieldToEventLoop();
  };
}
