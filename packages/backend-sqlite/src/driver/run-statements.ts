import { openDatabase, type SqliteDriver } from "./native.ts";

/** Request to run statements that take long. */
export interface StatementsRequest {
  readonly path: string;
  /** Maximum time to wait for other writers, in milliseconds. */
  readonly timeoutMs: number;
  readonly statements: readonly string[];
}

/** Outcome: `undefined`, or the fields of SQLite's error, whose code would be lost by cloning. */
export type StatementsOutcome = { readonly message: string; readonly code: unknown } | undefined;

/** Runs statements on a connection of their own, and returns the error of SQLite, if any. Blocks the thread. */
export function runStatements(
  { path, timeoutMs, statements }: StatementsRequest,
  loadDriver?: () => SqliteDriver,
): StatementsOutcome {
  const database = openDatabase(path, { readOnly: false, mustExist: true }, loadDriver);
  try {
    database.pragma(`busy_timeout = ${Math.ceil(timeoutMs)}`);
    for (const statement of statements) database.exec(statement);
    return undefined;
  } catch (error) {
    const { message, code } = error as Error & { readonly code?: unknown };
    return { message, code };
  } finally {
    database.close();
  }
}
