import {
  type Awaitable,
  compareCodePoints,
  matchesPrefix,
  prefixUpperBound,
  type ScanRange,
} from "@results-manager/core/storage";
import { mapAwaitable } from "../connection/map-awaitable.ts";
import type { ListQueries } from "../queries/list-queries.ts";
import { PAGE } from "../queries/page.ts";
import { isValidId } from "./is-valid-id.ts";

/** The character after `/`: all ids below a prefix `p` are between `p/` and `p0`. */
const AFTER_SLASH = "0";
/** Suffix that makes the immediate successor of a key. */
const LEAST = "\0";

/** Runs a query for ids, and returns at most `size` of them. */
export type KeyReader = (
  query: keyof ListQueries,
  size: number,
  ...values: readonly unknown[]
) => Awaitable<readonly string[]>;

/** Plan of a scan: reads ids in pages, between which other processes may write. A page that failed can be read again. */
export class KeyScan {
  readonly #read: KeyReader;
  readonly #prefix: string | undefined;
  /** Exclusive upper bound of the keys; `undefined` where there is none. */
  readonly #before: string | undefined;
  readonly #expired: boolean;
  readonly #mayHoldInvalidIds: boolean;
  readonly #now: number;
  readonly #laterPage: number;
  /** Number of ids in the next page. */
  #page = PAGE;
  /** Inclusive lower bound of the next page; `undefined` when there is none. */
  #start: string | undefined;
  #left: number;
  /** No row that can expire has been found yet. */
  #isLasting: boolean;

  /**
   * @param mayHoldInvalidIds another program made the table, so that its ids may be invalid.
   * @param laterPage Number of ids in a page after the first one.
   */
  constructor(
    read: KeyReader,
    mayHoldInvalidIds: boolean,
    { prefix, startsWith = "", after, limit = Number.POSITIVE_INFINITY, expired = false }: ScanRange,
    now: number,
    laterPage: number = PAGE,
  ) {
    this.#read = read;
    this.#mayHoldInvalidIds = mayHoldInvalidIds;
    this.#prefix = prefix;
    this.#before = prefix === undefined ? prefixUpperBound(startsWith) : prefix + AFTER_SLASH;
    this.#expired = expired;
    this.#isLasting = !expired;
    this.#now = now;
    this.#laterPage = laterPage;
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
  next(): Awaitable<readonly string[]> {
    if (this.#start === undefined || this.#left <= 0) return [];
    const size = Math.min(this.#left, this.#page);
    const start = this.#start;
    if (!this.#isLasting) return this.#nextOfAll(start, size);
    return mapAwaitable(this.#readLasting(start, size), (ids) => {
      this.#isLasting = ids.length > 0;
      return this.#isLasting ? this.#finish(size, ids, true) : this.#nextOfAll(start, size);
    });
  }

  #nextOfAll(start: string, size: number): Awaitable<readonly string[]> {
    return mapAwaitable(this.#readAll(start, size), (ids) => this.#finish(size, ids, this.#expired));
  }

  /** @param isExact no id that was read has to be dropped because of its expiry. */
  #finish(size: number, all: readonly string[], isExact: boolean): Awaitable<readonly string[]> {
    const read = onlyText(all);
    const found = this.#withoutSiblings(read);
    let next: string | undefined;
    if (found !== read) next = `${this.#prefix}/`;
    else if (read.length === size) next = read[size - 1] + LEAST;
    if (isExact || found.length === 0) return this.#take(found, next);
    return mapAwaitable(this.#living(found), (living) => this.#take(living, next));
  }

  /** Takes the ids of a page, and goes on. Nothing has changed before, so that a page that failed can be read again. */
  #take(found: readonly string[], next: string | undefined): Awaitable<readonly string[]> {
    const page = this.#mayHoldInvalidIds ? found.filter(isValidId) : found;
    this.#start = next;
    this.#left -= page.length;
    this.#page = this.#laterPage;
    return page.length > 0 ? page : this.next();
  }

  /** Drops ids such as `p-1`, which sort between a prefix `p` and the ids below it; they are rare. */
  #withoutSiblings(read: readonly string[]): readonly string[] {
    if (this.#prefix === undefined) return read;
    const below = read[0] === this.#prefix ? 1 : 0;
    return read.length === below || matchesPrefix(read[below] as string, this.#prefix) ? read : read.slice(0, below);
  }

  /** Reads a page with a statement that finds rows only if none in the range can expire. */
  #readLasting(start: string, size: number): Awaitable<readonly string[]> {
    const before = this.#before;
    return before === undefined
      ? this.#read("listLasting", size, start, start)
      : this.#read("listLastingBefore", size, start, before, start, before);
  }

  #readAll(start: string, size: number): Awaitable<readonly string[]> {
    const before = this.#before;
    if (before === undefined) {
      return this.#expired ? this.#read("listExpired", size, start, this.#now) : this.#read("list", size, start);
    }
    if (this.#expired) return this.#read("listExpiredBefore", size, start, before, this.#now);
    return this.#read("listBefore", size, start, before);
  }

  /** Drops expired ids. The index of ids has no expiry times; a second index has the few rows that can expire. */
  #living(page: readonly string[]): Awaitable<readonly string[]> {
    const expired = this.#read("expiredWithin", PAGE, page[0], page.at(-1), this.#now);
    return mapAwaitable(expired, (ids) => {
      if (ids.length === 0) return page;
      const gone = new Set(ids);
      return page.filter((id) => !gone.has(id));
    });
  }
}

/** Drops ids that are bytes, which another program may have written. They sort after all text. */
function onlyText(read: readonly string[]): readonly string[] {
  const last: unknown = read.at(-1);
  return last === undefined || typeof last === "string" ? read : read.filter((id) => typeof id === "string");
}
