import { yieldToEventLoop } from "@results-manager/core/storage";

const PART = 65_536;

/** Collects text, and sends it in large parts. */
export class TextSink {
  readonly #send: (part: string | Uint8Array) => Promise<unknown>;
  #waiting = "";

  /** @param send writes a part; resolves when more can be written. */
  constructor(send: (part: string | Uint8Array) => Promise<unknown>) {
    this.#send = send;
  }

  /** Writes text, or bytes after the text that waits. */
  async write(part: string | Uint8Array): Promise<void> {
    if (typeof part === "string") {
      this.#waiting += part;
      if (this.#waiting.length < PART) return;
      await this.flush();
      await yieldToEventLoop(); // A pipe is written to synchronously: signals have to be seen.
    } else {
      await this.flush();
      await this.#send(part);
    }
  }

  async flush(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = "";
    if (text !== "") await this.#send(text);
  }
}
