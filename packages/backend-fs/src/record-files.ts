import { readFileSync } from "node:fs";
import type { FoundRecord, Space } from "@results-manager/core";
import { hasBytes, parseEnvelope } from "./envelope.ts";
import { type FileContent, splitFile } from "./file-content.ts";
import { fileSystemError, systemCode } from "./file-system-error.ts";

/** What a record's file holds, or `undefined` where there is none. */
export function readContent(path: string, space: Space): FileContent | undefined {
  try {
    // Text is read several times as fast as bytes are.
    return hasBytes(space) ? splitFile(readFileSync(path)) : { text: readFileSync(path, "utf8") };
  } catch (error) {
    const code = systemCode(error);
    // ENOTDIR: a file of somebody else stands where a folder would.
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Reads a record: one thing less that can fail a batch, since what cannot be read is an outcome of its own. */
export function readRecord(path: string, space: Space, id: string): FoundRecord | Error {
  try {
    const content = readContent(path, space);
    return content && parseEnvelope(content);
  } catch (error) {
    if (systemCode(error) === "EISDIR")
      return { corrupt: "a folder stands in its place", cause: error, revision: path };
    return fileSystemError(error, "read", path, id);
  }
}
