import { realTime } from "@results-manager/core/internal";
import type { Deadline } from "./deadline.ts";
import { sqlState } from "./postgres-error.ts";
import type { Runner } from "./runner.ts";

const POLL_MS = 5;

/** Ends the process of the server that served a lost connection. → process; returns a row while it is there. */
const END_BACKEND =
  "select pg_terminate_backend(pid) from pg_stat_activity where pid = $1::int8 and usename = current_user and datname = current_database()";
/** Number of the current transaction, its time, and the timeline of the server, which another server that takes over changes. */
export const TRANSACTION =
  "pg_current_xact_id()::text, clock_timestamp()::text, left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)";
/**
 * State of a transaction (`committed`, `aborted` or `in progress`), and whether the server has not crashed since it began. After a crash, the
 * server counts again from the last number that reached the disk, and its statistics begin again. → number, time, timeline
 */
const STATUS = `select pg_xact_status($1::text::xid8), left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) = $3::text
  and (select stats_reset is null or stats_reset < $2::text::timestamptz from pg_stat_wal)`;
/** The server does not know a number yet. */
const IN_THE_FUTURE = "22023";

/**
 * Ends the process that served a lost connection, and waits until it is gone: it may not have noticed the loss, and still carry out what it
 * was sent. The process of a pooler is not one of the server, and is not found.
 */
export async function endBackend(run: Runner, processId: number, deadline: Deadline): Promise<void> {
  while (!deadline.isOver) {
    const { rows } = await run(END_BACKEND, [processId]);
    if (rows.length === 0) return;
    await realTime.delay(POLL_MS);
  }
}

/** Identity of a transaction, which the server tells when it begins. */
export interface TransactionId {
  readonly number: string;
  readonly time: string;
  readonly timeline: string;
}

/**
 * Tells whether a transaction has been committed, after its connection was lost and its process has ended.
 *
 * @returns `undefined` if that cannot be known: the server has crashed since, and another transaction may have the same number.
 */
export async function hasCommitted(run: Runner, transaction: TransactionId): Promise<boolean | undefined> {
  const { number, time, timeline } = transaction;
  try {
    const { rows } = await run(STATUS, [number, time, timeline]);
    const [status, isSame] = rows[0] ?? [];
    if (status === "committed") return isSame === true ? true : undefined;
    return status === "aborted" || isSame === false ? false : undefined;
  } catch (error) {
    if (sqlState(error) === IN_THE_FUTURE) return false;
    throw error;
  }
}
