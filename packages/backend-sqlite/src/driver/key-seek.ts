import { compareCodePoints, matchesPrefix, prefixUpperBound, type ScanRange } from "@results-manager/core/storage";
import { compile, parameter, type Tables } from "@results-manager/sql";
import { type Kysely, sql } from "kysely";
import type { Connection } from "./connection.ts";
import type { SqliteStatement } from "./native.ts";

/** Number of keys of a page. Each takes a search of the index. */
const PAGE = 256;
const LEAST = "\0";
/** Sorts after all text. */
const AFTER_TEXT = new Uint8Array();

/** Statements that find the first key of a range. → start, before; start, before, now */
interface SeekStatements {
  readonly first: SqliteStatement;
  readonly firstLiving: SqliteStatement;
  readonly mayExpire: SqliteStatement;
}

/** Scan of the results that leaves out the keys between those of interest; see `ScanRange.next`. */
export class KeySeek {
  readonly #statements: SeekStatements;
  readonly #next: (key: string) => string;
  readonly #prefix: string | undefined;
  readonly #before: string | Uint8Array;
  readonly #now: number;
  #start: string | undefined;

  constructor(
    connection: Connection,
    db: Kysely<Tables>,
    range: ScanRange & Required<Pick<ScanRange, "next">>,
    now: number,
  ) {
    const { prefix, startsWith = "", after, next } = range;
    this.#statements = statementsOf(connection, db);
    this.#next = next as (key: string) => string;
    this.#prefix = prefix;
    this.#before = (prefix === undefined ? prefixUpperBound(startsWith) : `${prefix}0`) ?? AFTER_TEXT;
    this.#now = now;
    const first = prefix ?? startsWith;
    const behind = after === undefined ? "" : after + LEAST;
    this.#start = compareCodePoints(behind, first) > 0 ? behind : first;
  }

  /** Tells whether the last page has been read. */
  get isDone(): boolean {
    return this.#start === undefined;
  }

  /** Reads the next page. */
  next(): readonly string[] {
    const mayExpire = this.#statements.mayExpire.get() !== undefined;
    const keys: string[] = [];
    let start = this.#start;
    while (start !== undefined && keys.length < PAGE) {
      const key = this.#first(start, mayExpire);
      if (key === undefined) start = undefined;
      else if (this.#prefix !== undefined && !matchesPrefix(key, this.#prefix)) start = `${this.#prefix}/`;
      else {
        keys.push(key);
        start = this.#next(key);
      }
    }
    this.#start = start;
    return keys;
  }

  #first(start: string, mayExpire: boolean): string | undefined {
    const { first, firstLiving } = this.#statements;
    const key = mayExpire ? firstLiving.get(start, this.#before, this.#now) : first.get(start, this.#before);
    return key as string | undefined;
  }
}

function statementsOf(connection: Connection, db: Kysely<Tables>): SeekStatements {
  const [start, before, now] = ["start", "before", "now"].map(parameter);
  const range = sql`id >= ${start} and id < ${before}`;
  const isLiving = sql`(expires_at is null or expires_at > ${now})`;
  const prepare = (query: typeof range, ...names: readonly string[]): SqliteStatement =>
    connection.statement(compile({ compile: () => query.compile(db) }, ...names)).pluck();
  return {
    first: prepare(sql`select id from results where ${range} order by id limit 1`, "start", "before"),
    firstLiving: prepare(
      sql`select id from results where ${range} and ${isLiving} order by id limit 1`,
      ...["start", "before", "now"],
    ),
    mayExpire: prepare(sql`select 1 from results where expires_at is not null limit 1`),
  };
}
