import { ResultsError, StorageError } from "@results-manager/core";

/** The code of an error that SQLite raised, as in its documentation. */
export function sqliteCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : undefined;
}

/** Somebody else holds the lock; it will be free again. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/.test(sqliteCode(error) ?? "");
}

/** What an error of SQLite is called here, with the error as its cause. Anything else stays what it is. */
export function sqliteError(error: unknown, path: string, id?: string): Error {
  const code = sqliteCode(error);
  if (code === undefined || error instanceof ResultsError)
    return error instanceof Error ? error : new Error(String(error));
  const details = { id, cause: error };
  const about = id === undefined ? `'${path}'` : `'${id}' in '${path}'`;
  if (code === "SQLITE_FULL") {
    return new StorageError(
      `There is no space left to write ${about}. Free some, and try again.`,
      details,
      "STORAGE_FULL",
    );
  }
  if (/^SQLITE_(?:READONLY|PERM|AUTH)/.test(code)) {
    return new StorageError(
      `${about} cannot be written: it is read-only. Check its permissions, or how it was opened.`,
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
      `The database '${path}' cannot be opened. Check the path, and what its folder allows.`,
      details,
    );
  }
  return new StorageError(`SQLite could not do its work on ${about}: ${(error as Error).message}.`, details);
}
