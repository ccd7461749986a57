import { statSync } from "node:fs";
import { isResultsError, StorageError } from "@results-manager/core";
import type { ResolvedSqliteOptions } from "../sqlite-options.ts";
import type { SqliteDatabase } from "./native.ts";
import { MEMORY } from "./open-file.ts";
import type { Session } from "./session.ts";
import { vacuum } from "./vacuum.ts";

/** Pages that are given back in one transaction, which is a matter of milliseconds. */
const STEP_PAGES = 256;
/** `auto_vacuum` of a database that gives back what it is asked for. */
const INCREMENTAL = 2;

/** What giving space back needs of a store. */
export interface SpaceParts {
  readonly session: Session;
  readonly path: string;
  readonly options: ResolvedSqliteOptions;
  /** Does something while nothing else is done with the database; between two of them others come. */
  readonly alone: <T>(task: () => Promise<T>) => Promise<T>;
}

/**
 * Gives back the pages that nothing uses, and returns how many bytes the files of the database have shrunk by: a step at a time. A
 * database that was not made for that, such as one of the Python library, is written anew by another thread, which only a thorough
 * call does; it can do it by steps from then on.
 *
 * @throws {LockTimeoutError} `LOCK_TIMEOUT` for a thorough call, when other processes write all the time.
 */
export async function releaseSpace(parts: SpaceParts, isThorough: boolean): Promise<number> {
  const { session, path, options, alone } = parts;
  if (options.readOnly && !isThorough) return 0;
  if (options.readOnly) throw new StorageError(`'${path}' was opened to be read only.`, {}, "STORAGE_READ_ONLY");
  const look = <T>(work: (database: SqliteDatabase) => T): Promise<T> => alone(() => session.maintain(work));
  const before = await look((database) => bytesOf(database, path));
  try {
    const mode = await look((database) => database.pragma("auto_vacuum", { simple: true }));
    if (mode === INCREMENTAL) {
      for (let left = Number.POSITIVE_INFINITY; ; ) {
        const now = await look(step);
        if (now === 0 || now >= left) break;
        left = now;
      }
    } else if (isThorough) await alone(() => vacuum(path, options.busyTimeoutMs));
    await look((database) => database.pragma("wal_checkpoint(TRUNCATE)"));
  } catch (error) {
    if (isThorough || !isResultsError(error, "LOCK_TIMEOUT")) throw error; // Else the next time will do.
  }
  return Math.max(0, before - (await look((database) => bytesOf(database, path))));
}

/** Gives some pages back; returns how many are left. */
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
