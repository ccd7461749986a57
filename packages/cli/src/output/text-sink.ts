import { once } from "node:events";
import type { Writable } from "node:stream";

const PART = 65_536;

/** Writes text to a stream in large parts, and waits where the reader is slower. */
export class TextSink {
  readonly #stream: Writable;
  #waiting = "";

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Writes text, or bytes after the text that waits. */
  async write(part: string | Uint8Array): Promise<void> {
    if (typeof part !== "string") {
      await this.flush();
      return this.#send(part);
    }
    this.#waiting += part;
    if (this.#waiting.length >= PART) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = "";
    if (text !== "") await this.#send(text);
  }

  async #send(part: string | Uint8Array): Promise<void> {
    if (this.#stream.destroyed) return;
    // An error of the stream, such as a closed pipe, is told to the one who made it.
    if (!this.#stream.write(part))
      await Promise.race([once(this.#stream, "drain"), once(this.#stream, "close")]).catch(() => {});
  }
}
