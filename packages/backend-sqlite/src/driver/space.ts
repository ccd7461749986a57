import { statSync } from "node:fs";
import { isResultsError, StorageError } from "@results-manager/core";
import type { SqliteDatabase } from "./native.ts";
import { MEMORY } from "./open-file.ts";
import type { ResolvedSqliteOptions } from "./sqlite-options.ts";
import { runInThread, VACUUM } from "./statement-thread.ts";

/** Number of pages that are freed in one transaction, which takes milliseconds. */
const STEP_PAGES = 256;
/** Value of `auto_vacuum` for incremental mode. */
const INCREMENTAL = 2;

/** Parts of a store that freeing space needs. */
export interface SpaceParts {
  /** Runs maintenance on the database outside of a transaction. */
  readonly maintain: <T>(work: (database: SqliteDatabase) => T) => Promise<T>;
  readonly path: string;
  readonly options: ResolvedSqliteOptions;
  /** Runs a task while no other operation uses the database; others may run between two tasks. */
  readonly alone: <T>(task: () => Promise<T>) => Promise<T>;
}

/**
 * Frees unused pages in steps, and returns by how many bytes the files of the database have shrunk. A database without incremental mode,
 * such as one of the Python library, is rewritten by another thread, but only in a thorough call; from then on it has incremental mode.
 *
 * @throws {LockTimeoutError} `LOCK_TIMEOUT` for a thorough call, when other processes keep writing.
 */
export async function releaseSpace(parts: SpaceParts, isThorough: boolean): Promise<number> {
  const { maintain, path, options, alone } = parts;
  if (options.readOnly && !isThorough) return 0;
  if (options.readOnly)
    throw new StorageError(`'${path}' was opened read-only and cannot be compacted.`, {}, "STORAGE_READ_ONLY");
  const look = <T>(work: (database: SqliteDatabase) => T): Promise<T> => alone(() => maintain(work));
  const before = await look((database) => bytesOf(database, path));
  try {
    const mode = await look((database) => database.pragma("auto_vacuum", { simple: true }));
    if (mode === INCREMENTAL) {
      for (let left = Number.POSITIVE_INFINITY; ; ) {
        const now = await look(step);
        if (now === 0 || now >= left) break;
        left = now;
      }
    } else if (isThorough) {
      const { busyTimeoutMs: timeoutMs } = options;
      await alone(() => runInThread({ path, timeoutMs, statements: VACUUM }));
    }
    await look((database) => database.pragma("wal_checkpoint(TRUNCATE)"));
  } catch (error) {
    if (isThorough || !isResultsError(error, "LOCK_TIMEOUT")) throw error; // Otherwise the next call tries again.
  }
  return Math.max(0, before - (await look((database) => bytesOf(database, path))));
}

/** Frees some pages; returns how many unused pages are left. */
function step(database: SqliteDatabase): number {
  const free = (): number => database.pragma("freelist_count", { simple: true }) as number;
  if (free() === 0) return 0;
  database.pragma(`incremental_vacuum(${STEP_PAGES})`);
  return free();
}

function bytesOf(database: SqliteDatabase, path: string): number {
  if (path === MEMORY) {
    const [pages, size] = ["page_count", "page_size"].map((name) => database.pragma(name, { simple: true }) as number);
    return (pages as number) * (size as number);
  }
  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return sizeOf(path) + sizeOf(`${path}-wal`);
}
