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
    if (typeof part === "string") await this.add(part);
    else {
      await this.flush();
      await this.#send(part);
    }
  }

  /** Writes text; returns a promise only if it has to be waited for. */
  add(text: string): Promise<void> | undefined {
    this.#waiting += text;
    return this.#waiting.length < PART ? undefined : this.#sendPart();
  }

  async #sendPart(): Promise<void> {
    await this.flush();
    await yieldToEventLoop(); // A pipe is written to synchronously: signals have to be seen.
  }

  async flush(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = "";
    if (text !== "") await this.#send(text);
  }
}
