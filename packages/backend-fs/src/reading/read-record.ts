import type { FoundRecord, Space } from "@results-manager/core";
import { fileSystemError } from "../errors/file-system-error.ts";
import { hasBytes } from "./envelope.ts";
import { type FileContent, splitFile } from "./file-content.ts";
import type { OddFile } from "./odd-file.ts";
import { parseEnvelope } from "./parse-envelope.ts";
import { readBytes, readText } from "./read-file.ts";

/** Reads what stands in the place of a record; `undefined` where nothing does. It waits for nothing, whatever stands there. */
export function readContent(path: string, space: Space): FileContent | OddFile | undefined {
  // Text is read several times as fast as bytes are.
  if (!hasBytes(space)) return readText(path);
  const file = readBytes(path);
  return Buffer.isBuffer(file) ? splitFile(file) : file;
}

/** Reads a record: one thing less that can fail a batch, since what cannot be read is an outcome of its own. */
export function readRecord(path: string, space: Space, id: string): FoundRecord | Error {
  try {
    const content = readContent(path, space);
    return content && foundRecord(content, path);
  } catch (error) {
    return fileSystemError(error, "read", path, id);
  }
}

/** Says which record, or what else, stands in a place. */
export function foundRecord(standing: FileContent | OddFile, path: string): NonNullable<FoundRecord> {
  if (!("odd" in standing)) return parseEnvelope(standing, path);
  return { corrupt: standing.odd, cause: standing.cause, revision: standing.revision };
}
