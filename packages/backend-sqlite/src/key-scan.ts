import { compareCodePoints, matchesPrefix, type ScanRange } from "@results-manager/core";
import { prefixUpperBound } from "./behind-prefix.ts";
import type { SqliteStatement } from "./driver/native.ts";
import type { RecordStatements } from "./driver/record-statements.ts";
import { isUsable } from "./is-usable.ts";
import { PAGE } from "./sql/list-queries.ts";

/** The character behind `/`: everything below a prefix `p` lies between `p/` and `p0`. */
const AFTER_SLASH = "0";
/** Behind a key and before every other. */
const LEAST = "\0";

/** Reads ids in pages; between two of them others may write. A page whose reading failed can be asked for again. */
export class KeyScan {
  readonly #statements: RecordStatements;
  readonly #prefix: string | undefined;
  /** All keys come before it; `undefined` where there is no end. */
  readonly #before: string | undefined;
  readonly #expired: boolean;
  readonly #mayBeOthers: boolean;
  readonly #now: number;
  /** The next page begins here; `undefined` when there is none. */
  #start: string | undefined;
  #left: number;
  /** Nothing has been seen that can expire. */
  #isLasting = true;

  /** @param mayBeOthers others made the table, and may have put there what is no id. */
  constructor(
    statements: RecordStatements,
    mayBeOthers: boolean,
    { prefix, startsWith = "", after, limit = Number.POSITIVE_INFINITY, expired = false }: ScanRange,
    now: number,
  ) {
    this.#statements = statements;
    this.#mayBeOthers = mayBeOthers;
    this.#prefix = prefix;
    this.#before = prefix === undefined ? prefixUpperBound(startsWith) : prefix + AFTER_SLASH;
    this.#expired = expired;
    this.#now = now;
    this.#left = limit;
    const first = prefix ?? startsWith;
    const next = after === undefined ? "" : after + LEAST;
    this.#start = compareCodePoints(next, first) > 0 ? next : first;
  }

  /** There is no next page. */
  get isDone(): boolean {
    return this.#start === undefined || this.#left <= 0;
  }

  /** The next page, which is empty at the end alone. */
  next(): readonly string[] {
    while (this.#start !== undefined && this.#left > 0) {
      const page = this.#take(this.#start, Math.min(this.#left, PAGE));
      if (page.length > 0) return page;
    }
    return [];
  }

  #take(start: string, size: number): readonly string[] {
    const lasting = this.#readLasting(start, size);
    const read = onlyText(lasting ?? this.#read(start, size));
    const found = this.#withoutSiblings(read);
    const living = lasting || this.#expired || found.length === 0 ? found : this.#living(found);
    const page = this.#mayBeOthers ? living.filter(isUsable) : living;
    if (found !== read) this.#start = `${this.#prefix}/`;
    else this.#start = read.length === size ? read[size - 1] + LEAST : undefined;
    this.#left -= page.length;
    return page;
  }

  /** Between a prefix and what lies below it there may be others, such as `p-1`, which is seldom: they are read, and left out. */
  #withoutSiblings(read: readonly string[]): readonly string[] {
    if (this.#prefix === undefined) return read;
    const below = read[0] === this.#prefix ? 1 : 0;
    return read.length === below || matchesPrefix(read[below] as string, this.#prefix) ? read : read.slice(0, below);
  }

  /** A page of a range in which nothing can expire, which one statement tells; `undefined` where it takes a closer look. */
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

  /** Ids come from an index that knows nothing of expiry; the few that may have expired are in another. */
  #living(page: readonly string[]): readonly string[] {
    const expired = this.#statements.expiredWithin.all(page[0], page.at(-1), this.#now);
    if (expired.length === 0) return page;
    const gone = new Set(expired);
    return page.filter((id) => !gone.has(id));
  }
}

/** Bytes, which others may have put in the place of ids, come behind all text. */
function onlyText(read: readonly string[]): readonly string[] {
  const last: unknown = read.at(-1);
  return last === undefined || typeof last === "string" ? read : read.filter((id) => typeof id === "string");
}

/** A bound limit would make SQLite compile the statement anew each time: statements read a whole page, or are left before its end. */
function pluck(statement: SqliteStatement, size: number, ...values: readonly unknown[]): string[] {
  if (size === PAGE) return statement.all(...values) as string[];
  const ids: string[] = [];
  for (const id of statement.iterate(...values)) {
    ids.push(id as string);
    if (ids.length === size) break;
  }
  return ids;
}
