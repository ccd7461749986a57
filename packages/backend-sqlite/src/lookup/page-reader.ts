import { realTime } from "@results-manager/core/internal";
import type { CandidatePage, FoundRecord } from "@results-manager/core/storage";
import { isValidId, type ReadRow } from "@results-manager/sql";
import type { SqliteStatement } from "../driver/native.ts";
import { recordOfRow } from "../driver/record-of-row.ts";

/** Size of the rows of a page, in bytes, and their number. The event loop waits while a page is read. */
const PAGE_BYTES = 2 ** 20;
const PAGE_ROWS = 64;
/** Time in milliseconds that a page should take: rows that are on the disk only take a hundred times longer. */
const PAGE_MS = 2;
/**
 * Number of rows of the first page, whose size is not known, and of a page of pauses, each of which stands for rows that were left out: more of
 * them where rows do not lie side by side, since each stands for fewer.
 */
const ROWS = { near: { first: 4, sparse: 6 }, scattered: { first: 6, sparse: 12 } };
/** Number of rows from which a page tells how many of them are pauses. */
const TELLING_ROWS = 16;

/**
 * Row of a query: the id, the columns of a record, and perhaps the key by which reading continues. Text that the reader knows is 0: the name
 * of the model, and a time of the last write that is that of the creation. Data is null for a row that is no candidate.
 */
export type CandidateRow = readonly [id: unknown, ...ReadRow, key?: unknown];

/** Place of the key in a row. */
const KEY = 9;

/** Returns the key of a row, or its id if it has no other. */
export function keyOf(row: CandidateRow): unknown {
  return row.length > KEY ? row[KEY] : row[0];
}

/** Number of rows beyond those that are expected to give the wanted results: a further page costs more. */
const SPARE_ROWS = 2;

/** Size of a page that the last one suggests. */
export interface PageSize {
  readonly rows: number;
  /** Number of rows for each candidate: the others are pauses. */
  readonly spread: number;
}

/** Parts of a reader of pages. */
export interface PageReaderParts {
  readonly modelName: string;
  readonly mayHoldInvalidIds: boolean;
  /** Rows do not lie side by side. */
  readonly isScattered: boolean;
  /** Sizes of the next pages of models. */
  readonly sizes: Map<string, PageSize>;
  /** Returns the statement that reads the bytes of a row. */
  readonly findBytes: () => SqliteStatement;
}

/** Makes pages of the rows of one query, and decides how many rows are read together. */
export class PageReader {
  readonly #parts: PageReaderParts;
  #wanted: number;
  #rows: number;
  #spread: number;
  /** Least number of rows of a page, unless it is known how many give the wanted results. */
  #least: number;
  readonly #few: { readonly first: number; readonly sparse: number };
  #start = 0;

  /** @param wanted Number of results that are wanted. */
  constructor(parts: PageReaderParts, wanted: number) {
    this.#parts = parts;
    this.#wanted = wanted;
    const { sizes, modelName, isScattered } = parts;
    this.#few = isScattered ? ROWS.scattered : ROWS.near;
    this.#least = this.#few.first;
    const { rows, spread } = sizes.get(modelName) ?? { rows: this.#few.first, spread: 1 };
    this.#rows = Math.min(rows, isScattered ? this.#few.sparse : PAGE_ROWS);
    this.#spread = spread;
  }

  /** Begins a page. @returns the number of rows to read. */
  begin(): number {
    this.#start = realTime.elapsed();
    const least = this.#wanted > 0 ? this.#least : this.#few.first; // Core may have refused some.
    return Math.max(1, Math.min(this.#rows, Math.max(Math.ceil(this.#wanted * this.#spread + SPARE_ROWS), least)));
  }

  /** Makes a page of the rows that were read since it began. */
  pageOf(rows: readonly CandidateRow[]): CandidatePage {
    const ids: string[] = [];
    const found: FoundRecord[] = [];
    let bytes = 0;
    for (const row of rows) {
      const [id, , , data] = row;
      if (data === null || !this.#isId(id)) continue;
      ids.push(id);
      found.push(recordOfRow(columnsOf(row, this.#parts.modelName), id, this.#parts.findBytes));
      if (typeof data === "string") bytes += data.length;
    }
    if (rows.length === 0) return { ids, found };
    this.#wanted -= ids.length;
    const ms = realTime.elapsed() - this.#start;
    const isSparse = 2 * ids.length < rows.length;
    const fitting = Math.ceil(rows.length * Math.min(PAGE_BYTES / Math.max(bytes, 1), PAGE_MS / Math.max(ms, 0.001)));
    this.#rows = Math.min(isSparse ? this.#few.sparse : PAGE_ROWS, 4 * this.#rows, fitting);
    this.#least = isSparse ? this.#few.first : 1;
    if (isSparse) return { ids, found };
    if (rows.length >= TELLING_ROWS) this.#spread = rows.length / ids.length;
    this.#parts.sizes.set(this.#parts.modelName, { rows: this.#rows, spread: this.#spread });
    return { ids, found };
  }

  #isId(id: unknown): id is string {
    return typeof id === "string" && !(this.#parts.mayHoldInvalidIds && !isValidId(id));
  }
}

function columnsOf(row: CandidateRow, name: string): ReadRow {
  const [, modelName, namespace, data, createdAt, updatedAt, version, types, expiresAt] = row;
  const lastWrite = updatedAt === 0 ? createdAt : updatedAt;
  return [modelName === 0 ? name : modelName, namespace, data, createdAt, lastWrite, version, types, expiresAt];
}
