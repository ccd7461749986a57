import { hash } from "node:crypto";
import type { OddFile } from "./odd-file.ts";
import { decodeText, type ReadText } from "./read-file.ts";

/** What the file of a record holds: text, and behind it the bytes of a record that is bytes. */
export interface FileContent extends ReadText {
  readonly bytes?: Uint8Array | undefined;
}

/** Ends the text of a record: within it, a brace stands behind a space or a quote. */
const END = Buffer.from("\n}\n");

/** Tells where the text ends and the bytes begin. */
export function splitFile(file: Buffer): FileContent {
  const at = file.indexOf(END);
  if (at < 0 || at + END.length === file.length) return decodeText(file, 0, file.length);
  const start = at + END.length;
  return { ...decodeText(file, 0, start), bytes: file.subarray(start) };
}

/** Two contents with the same revision are the same. */
export function revisionOf(standing: FileContent | OddFile): string {
  if ("odd" in standing) return standing.revision;
  const { text, bytes } = standing;
  return bytes ? text + hash("sha256", bytes) : text;
}
