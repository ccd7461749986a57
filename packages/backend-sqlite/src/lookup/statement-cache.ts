import type { NamedQuery } from "@results-manager/sql/queries";
import type { Connection } from "../driver/connection.ts";
import type { SqliteStatement } from "../driver/native.ts";
import type { CandidateRow } from "./page-reader.ts";

/** Number of statements that are kept. Queries of a program have few shapes; a program may also make them up as it goes. */
const MAX_STATEMENTS = 64;

/** Values of a statement by the names of its placeholders. Those of a narrowing are named by their place, `fixed0` is the first fixed one. */
export interface StatementValues {
  readonly narrowing?: readonly unknown[];
  readonly fixed?: readonly unknown[];
  readonly model?: string | undefined;
  readonly version?: number | undefined;
  readonly namespace?: string | undefined;
  readonly now?: number | undefined;
  readonly prefix?: string | undefined;
  readonly low?: unknown;
  readonly high?: unknown;
  readonly key?: unknown;
  readonly after?: unknown;
  readonly id?: unknown;
  readonly name?: string;
  readonly factor?: number;
  readonly limit?: number;
}

/** Reads one of the values. */
type ReadValue = (values: StatementValues) => unknown;

/** Statement whose values are given by name. */
export interface NamedStatement {
  readonly statement: SqliteStatement;
  readonly reads: readonly ReadValue[];
}

function readerOf(name: string): ReadValue {
  const [, fixed, place] = /^(fixed)?(\d+)$/.exec(name) ?? [];
  if (fixed) return (values) => values.fixed?.[Number(place)];
  if (place !== undefined) return (values) => values.narrowing?.[Number(place)];
  if (name === "below") return ({ prefix }) => `${prefix}/`;
  if (name === "behind") return ({ prefix }) => `${prefix}0`;
  return (values) => values[name as keyof StatementValues];
}

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
      found = { statement: this.#connection.database.prepare(sql).raw(), reads: names.map(readerOf) };
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
export function allRows({ statement, reads }: NamedStatement, values: StatementValues): readonly CandidateRow[] {
  return statement.all(...reads.map((read) => read(values))) as CandidateRow[];
}
