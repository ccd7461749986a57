import { fstatSync, writeSync } from "node:fs";

type OnError = (error: Error & { readonly code?: string }) => void;
type Done = (error?: Error | null) => void;

/** Parts of a stream that a command writes to. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Nothing can be written any more. */
  readonly destroyed: boolean;
  write(part: string | Uint8Array, done?: Done): unknown;
  on(event: "error", listener: OnError): unknown;
}

/**
 * Returns a stream to standard output or standard error.
 *
 * @param node returns Node's own stream, which takes as long to make as a short listing: what it is made of is loaded first.
 */
export function outputStream(fd: 1 | 2, node: () => OutputStream): OutputStream {
  const isSimple = process.platform !== "win32" && !fstatSync(fd).isCharacterDevice();
  return isSimple ? new DescriptorStream(fd, node) : node();
}

/** Stream to a file or a pipe, which is written to synchronously, as Node's own is. */
class DescriptorStream implements OutputStream {
  readonly #fd: number;
  readonly #node: () => OutputStream;
  readonly #listeners: OnError[] = [];
  /** Node's own stream, since the descriptor was found not to block. */
  #other: OutputStream | undefined;
  #isDestroyed = false;

  constructor(fd: number, node: () => OutputStream) {
    this.#fd = fd;
    this.#node = node;
  }

  get destroyed(): boolean {
    return this.#other?.destroyed ?? this.#isDestroyed;
  }

  write(part: string | Uint8Array, done: Done = () => {}): void {
    if (this.#other) {
      this.#other.write(part, done);
      return;
    }
    let rest = typeof part === "string" ? Buffer.from(part) : part;
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.#fd, rest));
      done();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") this.#goOn(rest, done);
      else this.#fail(error as Error, done);
    }
  }

  on(_: "error", listener: OnError): void {
    this.#listeners.push(listener);
  }

  /** Waits for the reader with Node's stream: another process has set the pipe not to block. */
  #goOn(rest: Uint8Array, done: Done): void {
    this.#other = this.#node();
    for (const listener of this.#listeners) this.#other.on("error", listener);
    this.#other.write(rest, done);
  }

  #fail(error: Error, done: Done): void {
    this.#isDestroyed = true;
    for (const listener of this.#listeners) listener(error);
    done(error);
  }
}
