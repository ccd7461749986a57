import { createHash } from "node:crypto";
import type { OddFile } from "./odd-file.ts";
import { decodeText, type ReadText } from "./read-file.ts";

/** Content of a record's file: text, and after it the data of a record whose data is bytes, in parts. */
export interface FileContent extends ReadText {
  readonly bytes?: readonly Uint8Array[] | undefined;
  /** Temp file that has the bytes already, behind a place for the text. */
  readonly staged?: string | undefined;
  /** Number of such bytes, if they were not read. */
  readonly unread?: number | undefined;
}

/** End of a record's text. Inside the text, every closing brace at the start of a line is indented. */
const END = Buffer.from("\n}\n");

/** Splits a file into its text and the bytes after it. */
export function splitFile(file: Buffer): FileContent {
  const at = file.indexOf(END);
  if (at < 0 || at + END.length === file.length) return decodeText(file, 0, file.length);
  const start = at + END.length;
  return { ...decodeText(file, 0, start), bytes: [file.subarray(start)] };
}

/** Number of the bytes that follow the text. */
export function byteLengthOf({ bytes, unread }: FileContent): number {
  return unread ?? bytes?.reduce((sum, { byteLength }) => sum + byteLength, 0) ?? 0;
}

/** Revision of a file; contents with equal revisions are equal. */
export function revisionOf(existing: FileContent | OddFile): string {
  if ("odd" in existing) return existing.revision;
  const { text, bytes } = existing;
  return bytes ? text + hashOf(bytes) : text;
}

function hashOf(parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
