import { LockTimeoutError, ResultsError, StorageError, ValueTooLargeError } from "@results-manager/core";

/** Codes of errors of sockets and of name resolution. */
const SOCKET = /^(?:ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL)/;
/** Codes of errors that say that there is no server at an address. */
const NOBODY = /^(?:ECONNREFUSED|EHOST|ENET|ENOTFOUND|EADDRNOTAVAIL)/;
/** Messages of `pg`, whose errors have no code where a connection ends or does not come about. */
const CONNECTION =
  /Connection terminated|connection error and is not queryable|Client was closed|Query read timeout|timeout exceeded when trying to connect|no connection of the pool was free/;
/** The server ends the connection, is starting or stopping, or has no free one: 57P01 and so on, 08…, 53300, 25P03. */
const ENDED = /^(?:08|57P0[1235]|53300|25P03)/;
/** Other transactions were in the way, or a statement was prepared for other tables: the same work may succeed now. */
const IN_THE_WAY = /^(?:40001|40P01|55P03)/;
/** Errors about a value of one row, which say nothing about the others. */
const ABOUT_A_VALUE = /^(?:21|22|23|44|54|P0)/;

/** Nothing of a transaction has taken effect, and it can be run again. */
export class Undone extends Error {}

/** The server does not tell whether a transaction has been committed. */
export class UnknownOutcome extends Error {}

/** SQLSTATE of an error of the server; `undefined` for other errors. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && "severity" in error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** Tells whether the connection was lost or could not be made: what was sent last may or may not have been carried out. */
export function isLost(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return ENDED.test(state);
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  return (typeof code === "string" && SOCKET.test(code)) || CONNECTION.test(error.message);
}

/** Tells whether no server listens at the address, which is then wrong, unless the server is being started. */
export function isNobodyThere(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && NOBODY.test(error.code);
}

/** Tells whether other transactions were in the way, so that nothing has taken effect and a repetition may succeed. */
export function isInTheWay(error: unknown): boolean {
  if (error instanceof Undone) return true;
  const state = sqlState(error);
  if (state === undefined) return false;
  const isCached = state === "0A000" && (error as Error).message.includes("cached plan");
  return isCached || IN_THE_WAY.test(state);
}

/** Tells whether the server refused a statement because of a value. */
export function isRefusedValue(error: unknown): boolean {
  const state = sqlState(error);
  return state !== undefined && ABOUT_A_VALUE.test(state);
}

/** Truth about the work that has failed. */
export type Effect = "none" | "unknown";

/** Context of an error. */
export interface ErrorContext {
  /** Location of the database, without a password. */
  readonly location: string;
  readonly timeoutMs: number;
  /** The server has answered before; true by default. */
  readonly isKnown?: boolean;
  readonly key?: string | undefined;
  readonly effect: Effect;
}

/** Converts an error of `pg` to an error of this library, with the original as its cause. Other errors are returned unchanged. */
export function postgresError(
  error: unknown,
  { location, timeoutMs, isKnown = true, key, effect }: ErrorContext,
): Error {
  if (error instanceof ResultsError) return error;
  const about = key === undefined ? location : `'${key}' in ${location}`;
  const details = { id: key, cause: error };
  const reason = error instanceof Error ? error.message : String(error);
  const truth =
    effect === "none" && !(error instanceof UnknownOutcome)
      ? "Nothing of it has taken effect"
      : "It may or may not have taken effect: read it again";
  if (isLost(error) || error instanceof UnknownOutcome) {
    const advice = isKnown
      ? "Check the server and the network, or raise timeoutMs"
      : "Check host and port in the URL, or start the server";
    return new StorageError(
      `No answer from ${location} within ${timeoutMs} ms: ${reason}. ${truth}. ${advice}.`,
      details,
      "STORAGE_UNREACHABLE",
    );
  }
  if (isInTheWay(error)) return new LockTimeoutError(key ?? location, timeoutMs, details);
  const state = sqlState(error);
  if (state === undefined) return error instanceof Error ? error : new Error(reason, { cause: error });
  if (state.startsWith("54") || state === "22P03")
    return new ValueTooLargeError(key ?? location, `PostgreSQL refused it: ${reason}`, error);
  if (state === "53100" || state === "53200")
    return new StorageError(
      `Could not write ${about}: the server is out of space or memory: ${reason}. Nothing of it was written.`,
      details,
      "STORAGE_FULL",
    );
  if (state === "25006" || state === "42501")
    return new StorageError(
      `Could not write ${about}: ${reason}. Nothing was changed. Connect to the primary server, or grant the role its rights.`,
      details,
      "STORAGE_READ_ONLY",
    );
  if (state === "26000")
    return new StorageError(
      `A prepared statement is missing on ${location}: ${reason}. A pooler shares its connections: pass prepare: false.`,
      details,
    );
  if (state === "3D000")
    return new StorageError(`${reason}. Create it with createdb, or check the name in the URL.`, details);
  if (state.startsWith("28"))
    return new StorageError(`${location} refused the connection: ${reason}. Check user and password.`, details);
  return new StorageError(`PostgreSQL failed on ${about}: ${reason}. ${truth}.`, details);
}
