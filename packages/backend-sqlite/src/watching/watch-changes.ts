import { randomUUID } from "node:crypto";
import { realTime } from "@results-manager/core/internal";
import { type Awaitable, type KeyWatch, pause, shouldYield, yieldToEventLoop } from "@results-manager/core/storage";
import { isValidId } from "@results-manager/sql";
import { ChangeLog, LEASE_SECONDS, PAGE } from "../driver/change-log.ts";
import { Connection } from "../driver/connection.ts";
import type { DatabaseFile } from "../driver/database-file.ts";
import { findDriver } from "../driver/find-driver.ts";
import { openDatabase } from "../driver/native.ts";

/** Time in milliseconds between two looks: each takes some microseconds. */
const POLL_MS = 40;
const RENEWAL_MS = (LEASE_SECONDS * 1000) / 6;
/** Number of changes after which those that were read are removed. */
const MANY = 4 * PAGE;

/** Parts of an open database that a watch needs. */
export interface WatchParts {
  readonly path: string;
  readonly file: DatabaseFile;
  /** Runs work synchronously, or retries it while other processes write. */
  attempt<T>(work: () => Awaitable<T>): Awaitable<T>;
}

/**
 * Reports the results that change, from a log that exists only while there are watches. Has its own connection: SQLite counts, for each
 * connection, the commits of the others.
 *
 * @throws {StorageError} where the process was stopped for so long that changes may be missing, or the file was removed or replaced.
 */
export async function watchChanges({ path, file, attempt }: WatchParts, { signal, report }: KeyWatch): Promise<void> {
  file.assertThere();
  const connection = new Connection(openDatabase(path, { readOnly: false, mustExist: true }, findDriver));
  try {
    file.assertThere();
    connection.database.pragma("synchronous = NORMAL"); // The log is of no use after a power failure.
    const log = new ChangeLog(connection, path, randomUUID());
    await attempt(() => log.join());
    try {
      report([]);
      await readUntil(signal, { connection, file, log, attempt }, report);
    } finally {
      await leave(log, attempt);
    }
  } finally {
    connection.close();
  }
}

/** Leaves the log. Where that fails, as in a database that is gone, the row of the watcher soon counts as dead. */
async function leave(log: ChangeLog, attempt: WatchParts["attempt"]): Promise<void> {
  try {
    await attempt(() => log.leave());
  } catch {}
}

async function readUntil(
  signal: AbortSignal,
  {
    connection,
    file,
    log,
    attempt,
  }: Omit<WatchParts, "path"> & { readonly connection: Connection; readonly log: ChangeLog },
  report: KeyWatch["report"],
): Promise<void> {
  let version: unknown;
  let renewedAt = realTime.elapsed();
  let logged = 0;
  for (; !signal.aborted; await pause(POLL_MS, signal)) {
    file.assertThere();
    const now = connection.database.pragma("data_version", { simple: true });
    if (now !== version) {
      version = now;
      for (let size = PAGE; size === PAGE && !signal.aborted; ) {
        const ids = await attempt(() => log.read());
        size = ids.length;
        logged += size;
        if (size > 0) report(ids.filter(isValidId));
        if (shouldYield()) await yieldToEventLoop();
      }
    }
    if (logged < MANY && realTime.elapsed() - renewedAt < RENEWAL_MS) continue;
    await attempt(() => log.renew());
    renewedAt = realTime.elapsed();
    logged = 0;
  }
}
