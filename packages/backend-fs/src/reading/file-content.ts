import { hash } from "node:crypto";
import type { OddFile } from "./odd-file.ts";
import { decodeText, type ReadText } from "./read-file.ts";

/** Content of a record's file: text, and after it the data of a record whose data is bytes. */
export interface FileContent extends ReadText {
  readonly bytes?: Uint8Array | undefined;
}

/** End of a record's text. Inside the text, every closing brace at the start of a line is indented. */
const END = Buffer.from("\n}\n");

/** Splits a file into its text and the bytes after it. */
export function splitFile(file: Buffer): FileContent {
  const at = file.indexOf(END);
  if (at < 0 || at + END.length === file.length) return decodeText(file, 0, file.length);
  const start = at + END.length;
  return { ...decodeText(file, 0, start), bytes: file.subarray(start) };
}

/** Revision of a file; contents with equal revisions are equal. */
export function revisionOf(existing: FileContent | OddFile): string {
  if ("odd" in existing) return existing.revision;
  const { text, bytes } = existing;
  return bytes ? text + hash("sha256", bytes) : text;
}
