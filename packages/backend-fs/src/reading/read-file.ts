import { constants, isUtf8 } from "node:buffer";
import { closeSync, fstatSync, constants as modes, openSync, readSync } from "node:fs";
import { type OddFile, oddFile, tooLargeFile, unopenedFile } from "./odd-file.ts";

/** How many units a string may have, and bytes that are decoded at once. */
const MAX_UNITS: number = constants.MAX_STRING_LENGTH;
const MOST_BYTES_A_UNIT = 3;
const DECODED_AT_ONCE = 2 ** 26;
/** How many of its last bytes tell whether a large file can be a record. */
const TAIL = 16;
/** A FIFO or a terminal must not be waited for: what stands in the place of a record may be anything. */
const READ = modes.O_RDONLY | (modes.O_NONBLOCK ?? 0) | (modes.O_NOCTTY ?? 0);
/** What is read of a file at once; nearly all have less. */
const CHUNK = Buffer.allocUnsafeSlow(65_536);
/** How much of a file tells whose it is. */
const BEGINNING = 1024;
const MOST_AT_ONCE = 2 ** 30;
/** The last byte of nearly every record: less than was asked for is then all there is. */
const NEWLINE = 0x0a;
const BRACE = 0x7d;
/** What decoding puts in the place of bytes that are no UTF-8; or the text has it itself. */
const REPLACED = "\ufffd";

/** Text, and whether its bytes were no UTF-8. */
export interface ReadText {
  readonly text: string;
  readonly malformed?: true;
}

/** Reads text; `undefined` where nothing stands there. By hand: several times as fast as any stream, and as fast as `readFileSync`. */
export function readText(path: string): ReadText | OddFile | undefined {
  return read(path, MAX_UNITS * MOST_BYTES_A_UNIT, (bytes, length) => decodeText(bytes, 0, length));
}

/** Reads bytes. */
export function readBytes(path: string): Buffer | OddFile | undefined {
  return read(path, Number.POSITIVE_INFINITY, (bytes, length) =>
    bytes === CHUNK ? Buffer.from(bytes.subarray(0, length)) : bytes.subarray(0, length),
  );
}

/** Reads how the text of a file begins. */
export function readBeginning(path: string): string | OddFile | undefined {
  return read(path, 0, (bytes, length) => bytes.toString("utf8", 0, Math.min(length, BEGINNING)));
}

/** Decodes text, and tells whether something in it was no UTF-8. */
export function decodeText(bytes: Buffer, start: number, end: number): ReadText {
  if (end - start > MAX_UNITS) return decodeInParts(bytes.subarray(start, end), DECODED_AT_ONCE);
  const text = bytes.toString("utf8", start, end);
  return text.includes(REPLACED) && !isUtf8(bytes.subarray(start, end)) ? { text, malformed: true } : { text };
}

/** @param limit of the whole; 0 where the beginning will do. */
function read<T>(path: string, limit: number, decode: (bytes: Buffer, length: number) => T): T | OddFile | undefined {
  let fd: number;
  try {
    fd = openSync(path, READ);
  } catch (error) {
    return unopenedFile(path, error);
  }
  try {
    const length = readChunk(fd);
    const last = CHUNK[length - 1];
    if (length < CHUNK.length && (last === NEWLINE || last === BRACE)) return decode(CHUNK, length);
    const stats = fstatSync(fd);
    if (!stats.isFile()) return oddFile(stats);
    if (limit === 0 || stats.size <= length) return decode(CHUNK, length);
    const isText = Number.isFinite(limit);
    if (stats.size > limit || (isText && stats.size > MAX_UNITS && !endsLikeRecord(fd, stats.size))) {
      return tooLargeFile(stats, MAX_UNITS, CHUNK.toString("utf8", 0, BEGINNING));
    }
    const whole = Buffer.allocUnsafeSlow(stats.size);
    return decode(whole, readRest(fd, whole));
  } finally {
    closeSync(fd);
  }
}

/** Reads what comes first; nothing of what cannot be read. */
function readChunk(fd: number): number {
  try {
    return readSync(fd, CHUNK, 0, CHUNK.length, 0);
  } catch (error) {
    if (fstatSync(fd).isFile()) throw error;
    return 0;
  }
}

function readRest(fd: number, whole: Buffer): number {
  let at = 0;
  for (let length = -1; length !== 0 && at < whole.length; at += length)
    length = readSync(fd, whole, at, Math.min(whole.length - at, MOST_AT_ONCE), at);
  return at;
}

/** Decodes text of more bytes than Node decodes at once: what is not ASCII takes two or three bytes for a unit. */
export function decodeInParts(bytes: Buffer, partBytes: number): ReadText {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  try {
    for (let at = 0; at < bytes.length; at += partBytes) {
      text += decoder.decode(bytes.subarray(at, at + partBytes), { stream: true });
    }
    return { text: text + decoder.decode() };
  } catch {
    return { text: text.slice(0, BEGINNING), malformed: true }; // No UTF-8, or more than a string may have.
  }
}

/** Tells whether a large file ends as a record does: it is not read in vain where its end is missing. */
function endsLikeRecord(fd: number, size: number): boolean {
  const tail = Buffer.alloc(TAIL);
  const length = readSync(fd, tail, 0, TAIL, size - TAIL);
  return tail.toString("latin1", 0, length).trimEnd().endsWith("}");
}
