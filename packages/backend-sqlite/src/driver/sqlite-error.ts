import { ResultsError, StorageError } from "@results-manager/core";
import { tooLarge } from "../value-limit.ts";

/** The code of an error that SQLite raised, as in its documentation. */
export function sqliteCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : undefined;
}

/** Somebody else holds the lock; it will be free again. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/.test(sqliteCode(error) ?? "");
}

/**
 * What an error of SQLite is called here, with the error as its cause. Anything else stays what it is.
 *
 * An error of a statement, or of a transaction, has undone what that did: SQLite leaves nothing partial behind.
 */
export function sqliteError(error: unknown, path: string, id?: string): Error {
  const code = sqliteCode(error);
  if (code === undefined || error instanceof ResultsError)
    return error instanceof Error ? error : new Error(String(error));
  if (code === "SQLITE_TOOBIG") return tooLarge(id ?? path, "it takes more with what belongs to it", error);
  const details = { id, cause: error };
  const about = id === undefined ? `'${path}'` : `'${id}' in '${path}'`;
  if (code === "SQLITE_FULL") {
    return new StorageError(
      `There is no space left to write ${about}: nothing of it was written. Free some, and try again.`,
      details,
      "STORAGE_FULL",
    );
  }
  if (/^SQLITE_(?:READONLY|PERM|AUTH)/.test(code)) {
    return new StorageError(
      `${about} cannot be written: it is read-only, and unchanged. Check its permissions, or how it was opened.`,
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
  if (code.startsWith("SQLITE_IOERR")) {
    const what = "What was being written may be there or not; what was written before is";
    return new StorageError(`The disk failed under ${about}: ${(error as Error).message}. ${what}.`, details);
  }
  return new StorageError(
    `SQLite could not do its work on ${about}: ${(error as Error).message}. Nothing of it was written.`,
    details,
  );
}
