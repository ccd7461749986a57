import { realTime } from "@results-manager/core/internal";
import type { CandidatePage, FoundRecord } from "@results-manager/core/storage";
import { isValidId, type ReadRow } from "@results-manager/sql";
import type { SqliteStatement } from "../driver/native.ts";
import { recordOfRow } from "../driver/record-of-row.ts";

/** Size of the rows of a page, in bytes, and their number. The event loop waits while a page is read. */
const PAGE_BYTES = 2 ** 20;
const PAGE_ROWS = 64;
/** Number of rows of a page of pauses, each of which stands for dozens of rows that were left out. */
const SPARSE_ROWS = 24;
/** Time in milliseconds that a page should take: rows that are on the disk only take a hundred times longer. */
const PAGE_MS = 4;
/** Number of rows of the first page, whose size is not known. */
const FIRST_ROWS = 16;

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

/** Parts of a reader of pages. */
export interface PageReaderParts {
  readonly modelName: string;
  readonly mayHoldInvalidIds: boolean;
  /** Rows that are not beside each other may be left out. */
  readonly isSparse: boolean;
  /** Number of rows that the last page of each model suggests. */
  readonly sizes: Map<string, number>;
  /** Returns the statement that reads the bytes of a row. */
  readonly findBytes: () => SqliteStatement;
}

/** Makes pages of the rows of one query, and decides how many rows are read together. */
export class PageReader {
  readonly #parts: PageReaderParts;
  #wanted: number;
  #rows: number;
  #start = 0;

  /** @param wanted Number of results that are wanted. */
  constructor(parts: PageReaderParts, wanted: number) {
    this.#parts = parts;
    this.#wanted = wanted;
    const { sizes, modelName, isSparse } = parts;
    this.#rows = Math.min(sizes.get(modelName) ?? FIRST_ROWS, isSparse ? SPARSE_ROWS : PAGE_ROWS);
  }

  /** Begins a page. @returns the number of rows to read. */
  begin(): number {
    this.#start = realTime.elapsed();
    return Math.max(1, Math.min(this.#rows, Math.max(this.#wanted, FIRST_ROWS)));
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
    this.#rows = Math.min(isSparse ? SPARSE_ROWS : PAGE_ROWS, 4 * this.#rows, fitting);
    if (!isSparse) this.#parts.sizes.set(this.#parts.modelName, this.#rows);
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
