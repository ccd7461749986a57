import { closeSync, openSync, readSync } from "node:fs";
import { UsageError } from "../errors/usage-error.ts";

const SCHEME = /^[a-z][a-z0-9+.-]+:/i;
const SQLITE_HEADER = "SQLite format 3\0";

/**
 * Returns the URL of a store that the user named: a path that leads to a SQLite database needs no scheme here.
 *
 * @throws {UsageError} for `-`, which stands for a stream elsewhere.
 */
export function urlOf(word: string): string {
  if (word === "-")
    throw new UsageError("A store cannot be read from or written to a stream: name its path, or './-'.");
  if (SCHEME.test(word) || !isDatabase(word)) return word;
  return `sqlite:${encodeURI(word).replaceAll("?", "%3F").replaceAll("#", "%23")}`;
}

function isDatabase(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return false; // Opening the store tells what is wrong.
  }
  try {
    const header = Buffer.alloc(SQLITE_HEADER.length);
    readSync(file, header, 0, header.length, 0);
    return header.toString("latin1") === SQLITE_HEADER;
  } catch {
    return false; // A folder.
  } finally {
    closeSync(file);
  }
}
