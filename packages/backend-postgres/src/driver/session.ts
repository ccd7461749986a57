import { randomBytes } from "node:crypto";
import { realTime } from "@results-manager/core/internal";
import { Connections } from "./connections.ts";
import { copyRows } from "./copy-query.ts";
import { Deadline } from "./deadline.ts";
import type { PgClient, PgPool, PgResult } from "./native.ts";
import { type Effect, isInTheWay, isLost, isNobodyThere, postgresError, UnknownOutcome } from "./postgres-error.ts";
import type { ResolvedPostgresOptions } from "./postgres-options.ts";
import { command, statement } from "./query.ts";
import { oneByOne, type Runner, type WriteRunner } from "./runner.ts";
import { endBackend, hasCommitted, TRANSACTION, type TransactionId } from "./server-side.ts";
import { ask } from "./statement-query.ts";
import { runTransaction, type TransactionWork } from "./transaction.ts";

const SHORTEST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 250;
/** Time in which a server that has never answered must begin to listen: longer than a restart takes. */
const FIRST_ANSWER_MS = 3_000;
/** Time after which the server ends a transaction whose client has gone silent, with all of its locks. */
const SILENT_TRANSACTION = "10s";
/** Takes a lock, after others have given it back. → milliseconds to wait, lock */
const LOCKED = ", set_config('lock_timeout', $1::text, true), pg_advisory_xact_lock($2::int8)";

/**
 * Runs statements and transactions, and repeats them while others are in the way or the connection is lost, until `timeoutMs` is over.
 *
 * A lost connection leaves it open whether what was sent last took effect. A transaction asks the server. Statements outside of one must be
 * repeatable; before they are repeated, their process on the server is ended, so that it cannot carry them out later.
 */
export class Session {
  readonly connections: Connections;
  readonly #options: ResolvedPostgresOptions;
  /** Statement that tells the identity of a transaction and sets it up. */
  readonly #setUp: string;
  readonly #name = randomBytes(9).toString("base64url");
  #revisions = 0;
  #hasAnswered = false;

  constructor(source: string | PgPool, options: ResolvedPostgresOptions) {
    this.connections = new Connections(source, options);
    this.#options = options;
    const relaxed = options.durability === "process" ? ", set_config('synchronous_commit', 'off', true)" : "";
    const silent = `set_config('idle_in_transaction_session_timeout', '${SILENT_TRANSACTION}', true)`;
    this.#setUp = `select ${TRANSACTION}, ${silent}${relaxed}`;
  }

  /** Returns a revision that no other record has. */
  readonly revise = (): string => `${this.#name}.${(this.#revisions++).toString(36)}`;

  /**
   * Runs statements that change nothing.
   *
   * @param options `isOnce`: they are not prepared, since there are many of them, or since their plans depend on their values.
   */
  read<T>(work: (run: Runner) => Promise<T>, { isOnce = false }: { readonly isOnce?: boolean } = {}): Promise<T> {
    const prepare = this.#options.prepare && !isOnce;
    return this.#repeat("none", (client, deadline) => work(this.#runner(client, deadline, prepare)));
  }

  /**
   * Runs statements that commit by themselves, and can be repeated.
   *
   * @param work is told whether a connection was lost before, so that it may have taken effect already.
   */
  write<T>(work: (run: WriteRunner, wasLost: boolean) => Promise<T>, timeoutMs?: number): Promise<T> {
    const attempt = (client: PgClient, deadline: Deadline, truth: Effect) =>
      work(this.#writer(client, deadline), truth === "unknown");
    return this.#repeat("unknown", attempt, timeoutMs);
  }

  /** Runs a transaction. @param lock that it takes before anything else, and that others wait for. */
  transaction<T>(work: TransactionWork<T>, lock?: bigint): Promise<T> {
    return this.#repeat("none", (client, deadline) => {
      const run = this.#runner(client, deadline);
      const end = (how: "commit" | "rollback") => client.query(command(how, deadline.leftMs));
      const begin = () => this.#begin(client, deadline, lock);
      const ask = (transaction: TransactionId) => this.#hasCommitted(transaction, client.processID, deadline);
      return runTransaction({ run, begin, end, hasCommitted: ask, isPipelined: client.pipeline === true }, work);
    });
  }

  /** Begins a transaction in one round trip; where the driver and the server allow it, by a prepared statement, which costs half. */
  async #begin(client: PgClient, deadline: Deadline, lock: bigint | undefined): Promise<PgResult> {
    const { leftMs } = deadline;
    const wait = Math.ceil(leftMs / 2); // Ended by the server, so that the connection stays.
    if (client.pipeline && this.#options.prepare) {
      client.query(command("begin", leftMs)).catch(() => {}); // Then the next statement fails, too.
      const [text, values] = lock === undefined ? [this.#setUp, []] : [this.#setUp + LOCKED, [wait, lock]];
      return this.#ask(client, text, values, deadline);
    }
    const locked = lock === undefined ? "" : LOCKED.replace("$1", `'${wait}'`).replace("$2", String(lock));
    const results: unknown = await client.query(command(`begin; ${this.#setUp}${locked}`, leftMs));
    return (results as readonly PgResult[])[1] as PgResult;
  }

  /** Converts an error of the driver. */
  readonly toError = (error: unknown, key?: string, effect: Effect = "none"): Error => {
    const { timeoutMs } = this.#options;
    return postgresError(error, { location: this.connections.location, timeoutMs, key, effect });
  };

  /** @param effect of work whose connection was lost, if it is not repeated. */
  async #repeat<T>(
    effect: Effect,
    work: (client: PgClient, deadline: Deadline, truth: Effect) => Promise<T>,
    timeoutMs = this.#options.timeoutMs,
  ): Promise<T> {
    const deadline = new Deadline(timeoutMs);
    const first = this.#hasAnswered ? undefined : new Deadline(FIRST_ANSWER_MS);
    let truth: Effect = "none";
    for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      let client: PgClient | undefined;
      try {
        const taken = this.connections.take(deadline.leftMs);
        client = taken instanceof Promise ? await taken : taken;
        this.#hasAnswered = true;
        const result = await work(client, deadline, truth);
        this.connections.giveBack(client);
        return result;
      } catch (error) {
        const lost = isLost(error);
        if (client) this.connections.giveBack(client, lost ? (error as Error) : undefined);
        if (lost && client) truth = effect;
        if (!(lost || isInTheWay(error))) throw this.toError(error, undefined, truth);
        if (deadline.isOver) throw this.toError(error, undefined, truth);
        if (first?.isOver && !this.#hasAnswered && isNobodyThere(error)) {
          const { location } = this.connections;
          throw postgresError(error, { location, timeoutMs: FIRST_ANSWER_MS, isKnown: false, effect: "none" });
        }
        if (lost && client && effect === "unknown") await this.#endBackend(client.processID, deadline);
      }
      // Random pauses keep several waiting processes from retrying at the same time.
      await realTime.delay(Math.min(pauseMs * (0.5 + Math.random()), deadline.leftMs));
    }
  }

  /** Makes sure that the server no longer carries out what a lost connection has sent. */
  async #endBackend(processId: number | null | undefined, deadline: Deadline): Promise<void> {
    if (!processId) return;
    await this.#onAnother(deadline, (run) => endBackend(run, processId, deadline));
  }

  /** Tells whether a transaction has been committed. @throws the error of the connection if the server does not tell in time. */
  async #hasCommitted(
    transaction: TransactionId,
    processId: number | null | undefined,
    deadline: Deadline,
  ): Promise<boolean> {
    await this.#endBackend(processId, deadline);
    const status = await this.#onAnother(deadline, (run) => hasCommitted(run, transaction));
    if (status !== undefined) return status;
    throw new UnknownOutcome(`the server does not know what became of the transaction ${transaction.number}`);
  }

  /** Runs statements on a connection other than the lost one, once there is one again. */
  async #onAnother<T>(deadline: Deadline, work: (run: Runner) => Promise<T>): Promise<T> {
    for (;;) {
      let client: PgClient | undefined;
      try {
        client = await this.connections.take(deadline.leftMs);
        const result = await work(this.#runner(client, deadline));
        this.connections.giveBack(client);
        return result;
      } catch (error) {
        if (client) this.connections.giveBack(client, error as Error);
        if (deadline.isOver) throw new UnknownOutcome("the connection was lost", { cause: error });
        if (!isLost(error)) throw error;
      }
      await realTime.delay(Math.min(LONGEST_PAUSE_MS, deadline.leftMs));
    }
  }

  /** A client of a pool of the application may be of another `pg`, which does not know the class of our queries. */
  #writer(client: PgClient, deadline: Deadline): WriteRunner {
    const run = this.#runner(client, deadline);
    if (!this.connections.settings) return run;
    const copy = (text: string, rows: Buffer) => copyRows(client, { text, rows, timeoutMs: deadline.leftMs });
    return Object.assign(run, { copy });
  }

  #runner(client: PgClient, deadline: Deadline, prepare = this.#options.prepare): Runner {
    const run: Runner = (text, values) =>
      values ? this.#ask(client, text, values, deadline, prepare) : client.query(command(text, deadline.leftMs));
    return client.pipeline ? run : oneByOne(run);
  }

  #ask(
    client: PgClient,
    text: string,
    values: readonly unknown[],
    deadline: Deadline,
    prepare = this.#options.prepare,
  ): Promise<PgResult> {
    return this.connections.settings
      ? ask(client, { text, values, prepare, endsAt: deadline.endsAt })
      : client.query(statement(text, values, { prepare, timeoutMs: deadline.leftMs }));
  }
}
