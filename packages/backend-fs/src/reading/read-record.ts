import type { FoundRecord } from "@results-manager/core/storage";
import { fileSystemError } from "../errors/file-system-error.ts";
import { type FileContent, splitFile } from "./file-content.ts";
import type { OddFile } from "./odd-file.ts";
import { parseEnvelope } from "./parse-envelope.ts";
import { readBytes, readText, type StatusReceiver } from "./read-file.ts";
import type { RecordFormat } from "./record-format.ts";

/** Reads the file at the path of a record; `undefined` where there is none. Never blocks, whatever kind of file it is. */
export function readContent(
  path: string,
  { hasBytes }: RecordFormat,
  receiver?: StatusReceiver,
): FileContent | OddFile | undefined {
  // Reading text is several times as fast as reading bytes.
  if (!hasBytes) return readText(path, receiver);
  const file = readBytes(path, receiver);
  return Buffer.isBuffer(file) ? splitFile(file) : file;
}

/** Reads a record. An error is returned, not thrown, so that one unreadable file does not fail a batch. */
export function readRecord(
  path: string,
  format: RecordFormat,
  id: string,
  receiver?: StatusReceiver,
): FoundRecord | Error {
  try {
    const content = readContent(path, format, receiver);
    return content && foundRecord(content, path);
  } catch (error) {
    return fileSystemError(error, "read", path, id);
  }
}

/** Parses the record at a path, or describes the file there that is not one. */
export function foundRecord(existing: FileContent | OddFile, path: string): NonNullable<FoundRecord> {
  if (!("odd" in existing)) return parseEnvelope(existing, path);
  return { corrupt: existing.odd, cause: existing.cause, revision: existing.revision };
}
