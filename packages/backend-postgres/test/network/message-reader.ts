/** Divides a stream of bytes into messages of PostgreSQL: a type, a length, and a body. */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);

  /** Adds bytes, and returns the messages that are complete, with their types. */
  read(chunk: Buffer): readonly (readonly [type: string, message: Buffer])[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: [string, Buffer][] = [];
    while (this.#rest.length >= 5) {
      const end = 1 + this.#rest.readInt32BE(1);
      if (this.#rest.length < end) break;
      const message = this.#rest.subarray(0, end);
      messages.push([String.fromCharCode(message[0] ?? 0), message]);
      this.#rest = this.#rest.subarray(end);
    }
    return messages;
  }
}
