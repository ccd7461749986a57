import { ResultsError, StorageError } from "@results-manager/core";
import { tooLarge } from "@results-manager/sql";

/** Names of the codes that the SQLite of Node gives as numbers, of those that reading can cause. */
const CODES: Readonly<Record<number, string>> = {
  8: "SQLITE_READONLY",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  14: "SQLITE_CANTOPEN",
  18: "SQLITE_TOOBIG",
  26: "SQLITE_NOTADB",
};

/** SQLite's code of an error; `undefined` for other errors. */
export function sqliteCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ERR_SQLITE_ERROR")
    return CODES[Number((error as { errcode?: unknown }).errcode) & 0xff] ?? "SQLITE_ERROR";
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : undefined;
}

/** Tells whether another connection holds a lock, so that a retry may succeed. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/.test(sqliteCode(error) ?? "");
}

/** Tells whether a JSON function met data that is no JSON. */
export function isMalformedJson(error: unknown): boolean {
  return sqliteCode(error) === "SQLITE_ERROR" && (error as Error).message.includes("malformed JSON");
}

/**
 * Converts an error of SQLite to an error of this library, with the original as its cause. Other errors are returned unchanged.
 *
 * SQLite undoes a statement or a transaction that fails: nothing partial remains.
 */
export function sqliteError(error: unknown, path: string, id?: string): Error {
  const code = sqliteCode(error);
  if (code === undefined || error instanceof ResultsError)
    return error instanceof Error ? error : new Error(String(error));
  if (code === "SQLITE_TOOBIG") return tooLarge(id ?? path, "with its other columns it is too large", error);
  const details = { id, cause: error };
  const about = id === undefined ? `'${path}'` : `'${id}' in '${path}'`;
  if (code === "SQLITE_FULL") {
    return new StorageError(
      `Could not write ${about}: the disk is full. Nothing of it was written. Free some space, and try again.`,
      details,
      "STORAGE_FULL",
    );
  }
  if (/^SQLITE_(?:READONLY|PERM|AUTH)/.test(code)) {
    return new StorageError(
      `Could not write ${about}: it is read-only. Nothing was changed. Check its permissions, and those of its folder, or how it was opened: readOnly: true reads where nothing can be created.`,
      details,
      "STORAGE_READ_ONLY",
    );
  }
  if (code === "SQLITE_NOTADB") return new StorageError(`'${path}' is not a SQLite database. Check the path.`, details);
  if (code.startsWith("SQLITE_CORRUPT")) {
    return new StorageError(
      `The database '${path}' is damaged. Restore it from a backup, or recover it with sqlite3's '.recover'.`,
      details,
    );
  }
  if (code.startsWith("SQLITE_CANTOPEN")) {
    return new StorageError(
      `The database '${path}' cannot be opened. Check the path, and the permissions of its folder: where nothing can be created, open it with readOnly: true.`,
      details,
    );
  }
  if (code.startsWith("SQLITE_IOERR")) {
    const what = "The current write may or may not have taken effect; earlier writes have";
    return new StorageError(`An I/O operation failed on ${about}: ${(error as Error).message}. ${what}.`, details);
  }
  return new StorageError(
    `SQLite failed on ${about}: ${(error as Error).message}. Nothing of it was written.`,
    details,
  );
}
