import type { FoundRecord, StoredRecord } from "@results-manager/core/storage";
import { fileSystemError } from "../errors/file-system-error.ts";
import { byteLengthOf, splitFile } from "./file-content.ts";
import { parseEnvelope } from "./parse-envelope.ts";
import { readUpTo } from "./read-file.ts";
import { foundRecord, readRecord } from "./read-record.ts";
import type { RecordFormat } from "./record-format.ts";

/** Files of at least as many bytes are large. */
const LARGE = 2 ** 20;

/** Bytes of a file. */
export interface FileRange {
  readonly path: string;
  readonly start: number;
  readonly byteLength: number;
}

/** Record whose data is bytes of a large file, which were not read. */
export interface UnreadRecord extends StoredRecord {
  readonly unread: FileRange;
}

/** Reads a record like {@link readRecord}, but leaves the bytes of a large file if its format says so. */
export function readUnlessLarge(path: string, format: RecordFormat, id: string): FoundRecord | UnreadRecord | Error {
  if (!format.leavesLarge) return readRecord(path, format, id);
  try {
    const file = readUpTo(LARGE, path);
    if (!file || "odd" in file) return file && foundRecord(file, path);
    const content = splitFile(file.bytes);
    const start = file.bytes.byteLength - byteLengthOf(content);
    if (file.size === file.bytes.byteLength) return parseEnvelope(content, path);
    const unread = { path, start, byteLength: file.size - start };
    const found = parseEnvelope({ ...content, bytes: undefined, unread: unread.byteLength }, path);
    return found.corrupt === undefined ? { ...found, unread } : found;
  } catch (error) {
    return fileSystemError(error, "read", path, id);
  }
}
