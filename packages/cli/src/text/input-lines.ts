import { constants, isUtf8 } from "node:buffer";

/** Line of a text that is read, without its end. */
export interface InputLine {
  /** Number of the line, from 1. */
  readonly number: number;
  readonly text: string;
  /** Size in bytes. */
  readonly size: number;
  /** The text ended within the line, which has no line feed. */
  readonly isLast: boolean;
  /** Reason why the line could not be read. */
  readonly fault?: string | undefined;
}

const LINE_FEED = 10;
const BYTE_ORDER_MARK = "\ufeff";

/** Splits the bytes of a text into lines, in bounded memory except for the longest line. Only a line feed ends a line. */
export async function* inputLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number = constants.MAX_STRING_LENGTH,
): AsyncGenerator<readonly InputLine[], void, undefined> {
  const line = new PendingLine(maxBytes);
  for await (const chunk of chunks) {
    const lines: InputLine[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      line.add(chunk.subarray(from, end));
      lines.push(line.take(false));
      from = end + 1;
    }
    line.add(chunk.subarray(from));
    if (lines.length > 0) yield lines;
  }
  if (line.size > 0) yield [line.take(true)];
}

/** Line of which more may follow. */
class PendingLine {
  /** Size of the line so far, in bytes. */
  size = 0;
  readonly #maxBytes: number;
  #parts: Uint8Array[] = [];
  #number = 1;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(part: Uint8Array): void {
    this.size += part.length;
    if (this.size > this.#maxBytes) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  /** Returns the line, and begins the next one. */
  take(isLast: boolean): InputLine {
    const { size } = this;
    const number = this.#number++;
    const [only = Buffer.alloc(0), ...more] = this.#parts;
    const bytes = more.length === 0 ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    this.size = 0;
    const about = { number, size, isLast };
    if (size > this.#maxBytes) return { ...about, text: "", fault: `it has more than ${this.#maxBytes} bytes` };
    if (!isUtf8(bytes)) return { ...about, text: "", fault: "it is not UTF-8" };
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
    return { ...about, text: number === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text };
  }
}
