import type { PgResult } from "./native.ts";
import { isLost, sqlState, Undone } from "./postgres-error.ts";
import type { Runner } from "./runner.ts";
import type { TransactionId } from "./server-side.ts";

/** A record exists by now, or has changed: see `RecordTexts`. */
const TOO_LATE: ReadonlySet<string | undefined> = new Set(["23505", "22012"]);

/** Last statements of a transaction, and its outcome if they and the commit succeed. They are sent together. */
export interface LastStatements<T> {
  readonly statements: readonly (readonly [text: string, values?: readonly unknown[]])[];
  readonly outcome: T;
}

/** Runs the first statements of a transaction, and returns the last ones. It may be run several times. */
export type TransactionWork<T> = (run: Runner) => Promise<LastStatements<T>>;

/** One connection, as a transaction needs it. */
export interface TransactionConnection {
  readonly run: Runner;
  /** Begins a transaction, and returns its `TRANSACTION`. */
  begin(): Promise<PgResult>;
  end(how: "commit" | "rollback"): Promise<PgResult>;
  /** Asks through another connection whether a transaction has been committed. */
  hasCommitted(transaction: TransactionId): Promise<boolean>;
  /** The driver sends a statement before the one before it is answered. */
  readonly isPipelined: boolean;
}

/**
 * Runs a transaction in two round trips, where the driver does not wait for each answer.
 *
 * @throws {Undone} when nothing of it has taken effect, so that it can be run again; errors of the driver, when nothing has taken effect.
 */
export async function runTransaction<T>(connection: TransactionConnection, work: TransactionWork<T>): Promise<T> {
  const { run, end, isPipelined } = connection;
  const begun = connection.begin();
  if (!isPipelined) await begun;
  begun.catch(() => {}); // Awaited below.
  let transaction: TransactionId;
  let last: LastStatements<T>;
  try {
    last = await work(run);
    transaction = idOf(await begun);
    // Without a pipeline, the commit is sent alone.
    if (!isPipelined) for (const [text, values] of last.statements) await run(text, values);
  } catch (cause) {
    // After a beginning that failed, further statements fail because of that.
    const error: unknown = await begun.then(
      () => cause,
      (failure: unknown) => failure,
    );
    if (!isLost(error)) await end("rollback");
    throw undoneIfLate(error);
  }
  const { statements, outcome } = last;
  const sent = [...(isPipelined ? statements.map(([text, values]) => run(text, values)) : []), end("commit")];
  const results = await Promise.allSettled(sent);
  const failed = results.find((result) => result.status === "rejected");
  if (failed === undefined) {
    const [commit] = results.slice(-1);
    // A transaction in which a statement has failed is rolled back, and that is no error.
    if (commit?.status === "fulfilled" && commit.value.command === "COMMIT") return outcome;
    throw new Undone("the server has rolled it back");
  }
  if (!isLost(failed.reason)) throw undoneIfLate(failed.reason);
  if (await connection.hasCommitted(transaction)) return outcome;
  throw new Undone("its connection was lost", { cause: failed.reason });
}

/** Another transaction has made or changed a record that this one makes or replaces. */
function undoneIfLate(error: unknown): unknown {
  return TOO_LATE.has(sqlState(error)) ? new Undone("a record has changed", { cause: error }) : error;
}

function idOf(begun: PgResult): TransactionId {
  const [number, time, timeline] = begun.rows[0] ?? [];
  return { number: String(number), time: String(time), timeline: String(timeline) };
}
