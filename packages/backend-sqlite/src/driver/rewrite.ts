import { openDatabase, type SqliteDriver } from "./native.ts";

/** Request to rewrite a database. */
export interface VacuumRequest {
  readonly path: string;
  /** Maximum time to wait for other writers, in milliseconds. */
  readonly timeoutMs: number;
}

/** Outcome: `undefined`, or the fields of SQLite's error, whose code would be lost by cloning. */
export type VacuumOutcome = { readonly message: string; readonly code: unknown } | undefined;

/** Rewrites a database without unused pages, and returns the error of SQLite, if any. Blocks the thread. */
export function rewrite({ path, timeoutMs }: VacuumRequest, loadDriver?: () => SqliteDriver): VacuumOutcome {
  const database = openDatabase(path, { readOnly: false, mustExist: true }, loadDriver);
  try {
    database.pragma(`busy_timeout = ${Math.ceil(timeoutMs)}`);
    database.pragma("auto_vacuum = INCREMENTAL");
    database.exec("vacuum");
    return undefined;
  } catch (error) {
    const { message, code } = error as Error & { readonly code?: unknown };
    return { message, code };
  } finally {
    database.close();
  }
}
