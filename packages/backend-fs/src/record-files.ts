import { readFileSync } from "node:fs";
import type { FoundRecord } from "@results-manager/core";
import { parseEnvelope } from "./envelope.ts";
import { fileSystemError, systemCode } from "./file-system-error.ts";

/** The text of a record's file, or `undefined` where there is none. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = systemCode(error);
    // ENOTDIR: a file of somebody else stands where a folder would.
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Reads a record: one thing less that can fail a batch, since what cannot be read is an outcome of its own. */
export function readRecord(path: string, id: string): FoundRecord | Error {
  try {
    const text = readText(path);
    return text === undefined ? undefined : parseEnvelope(text);
  } catch (error) {
    if (systemCode(error) === "EISDIR")
      return { corrupt: "a folder stands in its place", cause: error, revision: path };
    return fileSystemError(error, "read", path, id);
  }
}
