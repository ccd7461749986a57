/** Asks for the columns of the answer. */
const DESCRIBE = Buffer.from([0x44, 0, 0, 0, 6, 0x50, 0]);
/** Executes what was bound, with all of its rows, and ends the request. */
const EXECUTE_AND_SYNC = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0x53, 0, 0, 0, 4]);
const BIND = 0x42;
/** The code of a message is not part of its length. */
const CODE_BYTES = 1;
const INT4_BYTES = 4;
const INT2_BYTES = 2;
const NULL_LENGTH = -1;

/**
 * Messages that execute a prepared statement: text for texts and numbers, binary for bytes and arrays. The answer is text.
 *
 * @param name of the statement, in ASCII.
 * @param describes also asks for the columns of the answer.
 */
export function bindMessage(name: string, values: readonly unknown[], describes: boolean): Buffer {
  const parameters = values.map(toParameter);
  const lengths = parameters.map(lengthOf);
  let length = INT4_BYTES + 1 + name.length + 1 + 2 * INT2_BYTES + 2 * INT2_BYTES;
  for (const each of lengths) length += INT2_BYTES + INT4_BYTES + Math.max(each, 0);
  const described = describes ? DESCRIBE.length : 0;
  const message = Buffer.allocUnsafe(CODE_BYTES + length + described + EXECUTE_AND_SYNC.length);
  message[0] = BIND;
  let at = message.writeInt32BE(length, CODE_BYTES);
  message[at++] = 0; // The portal has no name.
  at += message.write(name, at, "latin1");
  message[at++] = 0;
  at = message.writeInt16BE(parameters.length, at);
  for (const parameter of parameters) at = message.writeInt16BE(typeof parameter === "object" ? 1 : 0, at);
  at = message.writeInt16BE(parameters.length, at);
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i] as string | Uint8Array | null;
    at = message.writeInt32BE(lengths[i] as number, at);
    if (parameter === null) continue;
    if (typeof parameter === "string") message.write(parameter, at);
    else message.set(parameter, at);
    at += lengths[i] as number;
  }
  at = message.writeInt32BE(1 << 16, at); // One format for all columns: text.
  if (describes) message.set(DESCRIBE, at);
  message.set(EXECUTE_AND_SYNC, at + described);
  return message;
}

function toParameter(value: unknown): string | Uint8Array | null {
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  return value === null || value === undefined ? null : String(value);
}

function lengthOf(parameter: string | Uint8Array | null): number {
  if (parameter === null) return NULL_LENGTH;
  return typeof parameter === "string" ? Buffer.byteLength(parameter) : parameter.byteLength;
}
