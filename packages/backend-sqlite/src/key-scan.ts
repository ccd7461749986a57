import { compareCodePoints, matchesPrefix, type ScanRange } from "@results-manager/core/storage";
import type { SqliteStatement } from "./driver/native.ts";
import type { RecordStatements } from "./driver/record-statements.ts";
import { isValidId } from "./is-valid-id.ts";
import { prefixUpperBound } from "./prefix-upper-bound.ts";
import { PAGE } from "./sql/list-queries.ts";

/** The character after `/`: all ids below a prefix `p` are between `p/` and `p0`. */
const AFTER_SLASH = "0";
/** Suffix that makes the immediate successor of a key. */
const LEAST = "\0";

/** Reads ids in pages; other processes may write between two pages. A page that failed can be read again. */
export class KeyScan {
  readonly #statements: RecordStatements;
  readonly #prefix: string | undefined;
  /** Exclusive upper bound of the keys; `undefined` where there is none. */
  readonly #before: string | undefined;
  readonly #expired: boolean;
  readonly #mayHoldInvalidIds: boolean;
  readonly #now: number;
  /** Inclusive lower bound of the next page; `undefined` when there is none. */
  #start: string | undefined;
  #left: number;
  /** No row that can expire has been found yet. */
  #isLasting = true;

  /** @param mayHoldInvalidIds another program made the table, so that its ids may be invalid. */
  constructor(
    statements: RecordStatements,
    mayHoldInvalidIds: boolean,
    { prefix, startsWith = "", after, limit = Number.POSITIVE_INFINITY, expired = false }: ScanRange,
    now: number,
  ) {
    this.#statements = statements;
    this.#mayHoldInvalidIds = mayHoldInvalidIds;
    this.#prefix = prefix;
    this.#before = prefix === undefined ? prefixUpperBound(startsWith) : prefix + AFTER_SLASH;
    this.#expired = expired;
    this.#now = now;
    this.#left = limit;
    const first = prefix ?? startsWith;
    const next = after === undefined ? "" : after + LEAST;
    this.#start = compareCodePoints(next, first) > 0 ? next : first;
  }

  /** Tells whether the last page has been read. */
  get isDone(): boolean {
    return this.#start === undefined || this.#left <= 0;
  }

  /** Reads the next page; only at the end it may be empty. */
  next(): readonly string[] {
    while (this.#start !== undefined && this.#left > 0) {
      const page = this.#readPage(this.#start, Math.min(this.#left, PAGE));
      if (page.length > 0) return page;
    }
    return [];
  }

  #readPage(start: string, size: number): readonly string[] {
    const lasting = this.#readLasting(start, size);
    const read = onlyText(lasting ?? this.#read(start, size));
    const found = this.#withoutSiblings(read);
    const living = lasting || this.#expired || found.length === 0 ? found : this.#living(found);
    const page = this.#mayHoldInvalidIds ? living.filter(isValidId) : living;
    if (found !== read) this.#start = `${this.#prefix}/`;
    else this.#start = read.length === size ? read[size - 1] + LEAST : undefined;
    this.#left -= page.length;
    return page;
  }

  /** Drops ids such as `p-1`, which sort between a prefix `p` and the ids below it; they are rare. */
  #withoutSiblings(read: readonly string[]): readonly string[] {
    if (this.#prefix === undefined) return read;
    const below = read[0] === this.#prefix ? 1 : 0;
    return read.length === below || matchesPrefix(read[below] as string, this.#prefix) ? read : read.slice(0, below);
  }

  /** Reads a page with a statement that finds rows only if none in the range can expire; `undefined` where it finds none. */
  #readLasting(start: string, size: number): string[] | undefined {
    if (this.#expired || !this.#isLasting) return undefined;
    const { listLasting, listLastingBefore } = this.#statements;
    const before = this.#before;
    const read =
      before === undefined
        ? pluck(listLasting, size, start, start)
        : pluck(listLastingBefore, size, start, before, start, before);
    this.#isLasting = read.length > 0;
    return this.#isLasting ? read : undefined;
  }

  #read(start: string, size: number): string[] {
    const { list, listBefore, listExpired, listExpiredBefore } = this.#statements;
    const before = this.#before;
    if (before === undefined) {
      return this.#expired ? pluck(listExpired, size, start, this.#now) : pluck(list, size, start);
    }
    if (this.#expired) return pluck(listExpiredBefore, size, start, before, this.#now);
    return pluck(listBefore, size, start, before);
  }

  /** Drops expired ids. The index of ids has no expiry times; a second index has the few rows that can expire. */
  #living(page: readonly string[]): readonly string[] {
    const expired = this.#statements.expiredWithin.all(page[0], page.at(-1), this.#now);
    if (expired.length === 0) return page;
    const gone = new Set(expired);
    return page.filter((id) => !gone.has(id));
  }
}

/** Drops ids that are bytes, which another program may have written. They sort after all text. */
function onlyText(read: readonly string[]): readonly string[] {
  const last: unknown = read.at(-1);
  return last === undefined || typeof last === "string" ? read : read.filter((id) => typeof id === "string");
}

/**
 * Reads at most `size` ids. A bound limit would make SQLite recompile the statement each time, so smaller pages stop the iteration early.
 */
function pluck(statement: SqliteStatement, size: number, ...values: readonly unknown[]): string[] {
  if (size === PAGE) return statement.all(...values) as string[];
  const ids: string[] = [];
  for (const id of statement.iterate(...values)) {
    ids.push(id as string);
    if (ids.length === size) break;
  }
  return ids;
}
