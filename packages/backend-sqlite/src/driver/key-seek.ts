import { compareCodePoints, matchesPrefix, prefixUpperBound, type ScanRange } from "@results-manager/core/storage";
import type { Connection } from "./connection.ts";
import { EXPIRING_SEEK_SQL, SEEK_SQL } from "./fixed-sql.ts";
import type { SqliteStatement } from "./native.ts";
import { prepareRecords } from "./prepared-records.ts";
import { readTogether } from "./read-together.ts";
import type { SeekQueries } from "./seek-queries.ts";

/** Maximum number of keys of a page, and of keys that are counted for one, which takes some milliseconds. */
const PAGE = 256;
const COUNTED = 65_536;
const LEAST = "\0";
/** Sorts after all text. */
const AFTER_TEXT = new Uint8Array();

/** Prepared statements; see {@link SeekQueries} for their parameters. */
interface SeekStatements extends Readonly<Record<keyof SeekQueries, SqliteStatement>> {
  /** Time up to which a result has expired, where any may expire: most stores have none, and an index alone is read then. */
  readonly now: readonly number[];
}

/** Key behind which others are left out, while those are counted. */
interface Skip {
  readonly key: string;
  /** Keys before this one are counted. */
  from: string;
  count: number;
}

/** Scan of the results that leaves out the keys between those of interest, and counts them if asked; see `ScanRange.next`. */
export class KeySeek {
  readonly #connection: Connection;
  readonly #range: ScanRange & Required<Pick<ScanRange, "next">>;
  readonly #before: string | Uint8Array;
  readonly #now: number;
  #statements: SeekStatements | undefined;
  #start: string | undefined;
  /** Number of keys to read together: one where others are left out behind each, more where none are. */
  #size = 1;
  #skip: Skip | undefined;
  /** Number of keys that are left out behind a key, as many as behind the one before it. Siblings are often of equal size. */
  #expected = 0;
  #lastCount = 0;
  /** Number of keys that were counted for the next page. */
  #counted = 0;
  /** First key behind those that were counted, if it is known. */
  #ahead: string | undefined;
  /** Keys of the next page. */
  #keys: string[] = [];

  constructor(connection: Connection, range: ScanRange & Required<Pick<ScanRange, "next">>, now: number) {
    const { prefix, startsWith = "", after } = range;
    this.#connection = connection;
    this.#range = range;
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

  /** Reads the next page, which may be empty. What was read before an error is in the next one. */
  next(): readonly string[] {
    const statements = this.#prepare();
    this.#counted = 0;
    readTogether(this.#connection, () => this.#readPage(statements));
    const keys = this.#keys;
    this.#keys = [];
    return keys;
  }

  #readPage(statements: SeekStatements): void {
    while (this.#start !== undefined && this.#keys.length < PAGE && this.#counted < COUNTED) {
      if (!this.#skip) this.#read(statements, this.#start);
      else if (this.#countExpected(statements, this.#skip)) continue;
      else if (!this.#count(statements, this.#skip)) break; // It goes on when the event loop has been let through.
    }
  }

  /** Prepares the statements. Results that are written meanwhile do not expire before this scan. */
  #prepare(): SeekStatements {
    if (this.#statements) return this.#statements;
    const mayExpire = prepareRecords(this.#connection, "results").mayExpire.get() !== undefined;
    this.#statements = statementsOf(this.#connection, mayExpire ? [this.#now] : []);
    return this.#statements;
  }

  /** Reads keys up to the first one behind which others are left out. */
  #read({ first, now }: SeekStatements, start: string): void {
    const { prefix, next, noteSkipped } = this.#range;
    const found =
      this.#ahead === undefined ? (first.all(start, this.#before, ...now, this.#size) as string[]) : [this.#ahead];
    this.#ahead = undefined;
    this.#start = undefined;
    for (const key of found) {
      if (prefix !== undefined && !matchesPrefix(key, prefix)) {
        this.#start = `${prefix}/`;
        return;
      }
      this.#start = next?.(key) as string;
      if (this.#start === key + LEAST) {
        this.#keys.push(key);
        continue;
      }
      this.#size = 1;
      if (noteSkipped) this.#skip = { key, from: key + LEAST, count: 0 };
      else this.#keys.push(key);
      return;
    }
    if (found.length < this.#size) this.#start = undefined;
    this.#size = Math.min(2 * this.#size, PAGE);
  }

  /** Adds a key if as many keys are left out behind it as expected, and returns `true` then: these are skipped faster than they are counted. */
  #countExpected({ at, now }: SeekStatements, skip: Skip): boolean {
    const start = this.#start as string;
    const expected = this.#expected;
    if (expected === 0 || skip.count > 0) return false;
    const [last, following] = at.all(skip.from, ...now, expected - 1) as string[];
    if (last === undefined || !isBefore(last, start) || (following !== undefined && isBefore(following, start))) {
      this.#expected = 0;
      return false;
    }
    this.#ahead = following;
    if (following === undefined || !isBefore(following, this.#before)) this.#start = undefined;
    this.#add(skip.key, expected);
    return true;
  }

  /** Counts the keys that are left out behind one, up to a limit; adds that key and returns `true` when all are counted. */
  #count({ count, at, now }: SeekStatements, skip: Skip): boolean {
    const rest = [this.#start, ...now] as const;
    const counted = count.get(skip.from, ...rest, COUNTED) as number;
    if (counted === COUNTED) {
      skip.from = `${at.get(skip.from, ...now, COUNTED - 1)}${LEAST}`;
      skip.count += counted;
      return false;
    }
    this.#add(skip.key, skip.count + counted);
    return true;
  }

  #add(key: string, count: number): void {
    this.#skip = undefined;
    this.#range.noteSkipped?.(key, count);
    this.#counted += count;
    this.#keys.push(key);
    this.#expected = count === this.#lastCount ? Math.min(count, COUNTED) : 0;
    this.#lastCount = count;
  }
}

function isBefore(key: string, other: string | Uint8Array): boolean {
  return typeof other !== "string" || compareCodePoints(key, other) < 0;
}

function statementsOf(connection: Connection, now: readonly number[]): SeekStatements {
  const { first, count, at } = now.length > 0 ? EXPIRING_SEEK_SQL : SEEK_SQL;
  const prepare = (sql: string): SqliteStatement => connection.statement(sql).pluck();
  return { now, first: prepare(first), count: prepare(count), at: prepare(at) };
}
