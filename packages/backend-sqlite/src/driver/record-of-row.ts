import { isUtf8 } from "node:buffer";
import type { FoundRecord } from "@results-manager/core/storage";
import { fromRow, type ReadRow } from "@results-manager/sql";
import type { SqliteStatement } from "./native.ts";

const REPLACED = "\ufffd";

/** Reads the record of a row. @param findBytes Returns the statement that reads the bytes of the row of a key. */
export function recordOfRow(row: ReadRow, key: string, findBytes: () => SqliteStatement): NonNullable<FoundRecord> {
  if (mayBeMalformed(row) && !isWellFormed(findBytes(), key)) {
    return { corrupt: "its bytes are not valid UTF-8", revision: row.join("\n") };
  }
  return fromRow(row);
}

/** Tells whether a text may be malformed: decoding replaces malformed UTF-8 by U+FFFD, which a text may also contain. */
export function mayBeMalformed([modelName, namespace, data, , , , types]: ReadRow): boolean {
  return hasReplaced(data) || hasReplaced(modelName) || hasReplaced(namespace) || hasReplaced(types);
}

function hasReplaced(column: unknown): boolean {
  return typeof column === "string" && column.includes(REPLACED);
}

function isWellFormed(findBytes: SqliteStatement, key: string): boolean {
  const texts = (findBytes.get(key) ?? []) as (Uint8Array | null)[];
  return texts.every((bytes) => bytes === null || isUtf8(bytes));
}
