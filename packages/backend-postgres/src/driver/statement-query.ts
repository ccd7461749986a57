import type { SqlRow } from "@results-manager/sql";
import { bindMessage } from "./bind-message.ts";
import { loadPg, type PgClient, type PgConnection, type PgField, type PgResult, type ValueParser } from "./native.ts";
import { nameOf, parserOf } from "./query.ts";
import { type Limited, timeLimits } from "./time-limits.ts";

/** Statement with its values. */
export interface AskedStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Prepare it under a name, which the connection keeps. */
  readonly prepare: boolean;
  /** Time of `realTime.elapsed()` at which it fails. */
  readonly endsAt: number;
}

/** Place of a column, and the parser of its values. */
type Conversion = readonly [column: number, parse: ValueParser];

/** Statement that a connection has prepared. */
interface Prepared {
  /** Empty for one that is prepared each time. */
  readonly name: string;
  /** Columns that are not text; `undefined` until the server has described them. */
  conversions?: readonly Conversion[];
  /** It is to be prepared: for the first time, or after it failed, perhaps because its table has changed. */
  isMissing: boolean;
}

/** Function that takes the outcome of a query. */
type Settle = (error: Error | null, answer?: PgResult) => void;

const NO_CONVERSIONS: readonly Conversion[] = [];
const preparedBy = new WeakMap<PgConnection, Map<string, Prepared>>();

/** Answer to a statement. */
class Answer implements PgResult {
  readonly rows: SqlRow[] = [];
  /** Text such as `DELETE 3`. */
  tag = "";

  get command(): string {
    return this.tag.replace(/ .*/, "");
  }

  get rowCount(): number {
    return Number(/\d*$/.exec(this.tag)?.[0]);
  }
}

/**
 * Statement on a connection of `pg`. For its own kind of queries, `pg` copies the descriptors of all members, asks for a description of the
 * columns each time, and emits each row, which takes longer than a short statement itself.
 */
class StatementQuery implements Limited {
  readonly endsAt: number;
  /** Replaced by `pg` if its URL has a limit of time. */
  callback: Settle;
  readonly #asked: AskedStatement;
  readonly #answer = new Answer();
  #prepared: Prepared | undefined;
  #connection: PgConnection | undefined;

  constructor(asked: AskedStatement, settle: Settle) {
    this.endsAt = asked.endsAt;
    this.callback = (error, answer) => {
      timeLimits.delete(this);
      settle(error, answer);
    };
    this.#asked = asked;
    timeLimits.add(this);
  }

  /** Sends the statement; returns an error if it cannot be encoded. */
  submit(connection: PgConnection): Error | null {
    const { text, values, prepare } = this.#asked;
    const prepared = prepare ? preparedOn(connection, text) : { name: "", isMissing: true };
    const { name, isMissing, conversions } = prepared;
    this.#prepared = prepared;
    let message: Buffer;
    try {
      message = bindMessage(name, values, !conversions);
    } catch (error) {
      return error as Error;
    }
    if (isMissing) {
      if (name) connection.close({ type: "S", name });
      connection.parse({ name, text });
      prepared.isMissing = false;
    }
    connection.stream.write(message);
    this.#connection = connection;
    return null;
  }

  /** Fails, and closes the connection, which may answer no other statement before this one. */
  expire(): void {
    this.callback(new Error("Query read timeout"));
    this.#connection?.stream.destroy();
  }

  handleRowDescription({ fields }: { readonly fields: readonly PgField[] }): void {
    const parsers = fields.map(({ dataTypeID }, column) => [column, parserOf(dataTypeID)] as const);
    const conversions = parsers.filter((each): each is Conversion => each[1] !== undefined);
    if (this.#prepared) this.#prepared.conversions = conversions;
  }

  handleDataRow({ fields }: { readonly fields: unknown[] }): void {
    for (const [column, parse] of this.#prepared?.conversions ?? NO_CONVERSIONS) {
      const text = fields[column];
      if (text !== null) fields[column] = parse(text as string);
    }
    this.#answer.rows.push(fields);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    if (this.#prepared) this.#prepared.conversions ??= NO_CONVERSIONS; // It has no columns, of which the server would have told.
    this.#answer.tag = text;
  }

  handleError(error: Error): void {
    if (this.#prepared) this.#prepared.isMissing = true;
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(null, this.#answer);
  }
}

/** Sends a statement on a client of {@link loadPg}. */
export function ask(client: PgClient, asked: AskedStatement): Promise<PgResult> {
  return new Promise((resolve, reject) => {
    client.query(new StatementQuery(asked, (error, answer) => (error ? reject(error) : resolve(answer as PgResult))));
  });
}

/** Lets `pg` take our queries: a client with a pipeline takes only those of its class, whose constructor is not needed. */
export function acceptStatements(): void {
  Object.setPrototypeOf(StatementQuery.prototype, loadPg().Query.prototype as object);
}

function preparedOn(connection: PgConnection, text: string): Prepared {
  let all = preparedBy.get(connection);
  if (!all) {
    all = new Map();
    preparedBy.set(connection, all);
  }
  let prepared = all.get(text);
  if (!prepared) {
    prepared = { name: nameOf(text), isMissing: true };
    all.set(text, prepared);
  }
  return prepared;
}
