import type { NamedQuery } from "@results-manager/sql";
import type { Connection } from "../driver/connection.ts";
import type { SqliteStatement } from "../driver/native.ts";
import type { CandidateRow } from "./page-reader.ts";

/** Number of statements that are kept. Queries of a program have few shapes; a program may also make them up as it goes. */
const MAX_STATEMENTS = 64;

/** Statement whose values are given by name. */
export interface NamedStatement {
  readonly statement: SqliteStatement;
  readonly names: readonly string[];
}

/** Values of a statement by the names of its placeholders. */
export type NamedValues = Readonly<Record<string, unknown>>;

/** Prepared statements of queries, by their shape; the ones used least recently are dropped. */
export class StatementCache {
  readonly #connection: Connection;
  readonly #statements = new Map<string, NamedStatement>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Returns the statement of a shape, which is compiled and prepared on first use. Rows are lists of columns. */
  get(shape: string, compile: () => NamedQuery): NamedStatement {
    let found = this.#statements.get(shape);
    if (found) this.#statements.delete(shape);
    else {
      const { sql, names } = compile();
      found = { statement: this.#connection.database.prepare(sql).raw(), names };
    }
    this.#statements.set(shape, found);
    if (this.#statements.size > MAX_STATEMENTS) {
      const [oldest] = this.#statements.keys();
      this.#statements.delete(oldest as string);
    }
    return found;
  }
}

/** Returns the rows of a statement. */
export function allRows({ statement, names }: NamedStatement, values: NamedValues): readonly CandidateRow[] {
  return statement.all(...names.map((name) => values[name])) as CandidateRow[];
}
