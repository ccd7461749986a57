import { pipeline, Readable } from "node:stream";
import { parsePath } from "@results-manager/core/internal";
import { parse } from "csv-parse";
import { UsageError } from "../../errors/usage-error.ts";
import type { Incoming } from "./incoming.ts";
import { newResult } from "./new-record.ts";

/** Way in which rows become results. */
export interface CsvRules {
  /** Name of the model of the results. */
  readonly model: string;
  /** Column of the ids. */
  readonly idColumn: string;
}

/** Row of the parser, with the line at which it ends. */
interface ParsedRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const MAX_ROW_BYTES = 2 ** 28;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Text that an export has marked, since a spreadsheet would take it for a formula. */
const MARKED = /^'[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/**
 * Reads rows as results: the columns are the dotted paths of the fields of plain objects.
 *
 * @throws {UsageError} for columns that cannot be read so.
 */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array>,
  rules: CsvRules,
): Promise<AsyncIterable<readonly Incoming[]>> {
  const skipped: Incoming[] = [];
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
    skip_records_with_error: true,
    on_skip: (error) => void skipped.push(failureOf(error)),
  });
  const stream = pipeline(Readable.from(decoded(chunks)), parser, () => {}); // Its errors are thrown by the iteration.
  const rows = (stream as AsyncIterable<ParsedRow>)[Symbol.asyncIterator]();
  const header = await nextOf(rows, skipped);
  return resultsOf(rows, header && new Columns(header.record, rules), skipped);
}

async function* resultsOf(
  rows: AsyncIterator<ParsedRow>,
  columns: Columns | undefined,
  skipped: Incoming[],
): AsyncGenerator<readonly Incoming[], void, undefined> {
  for (let row = await nextOf(rows, skipped); row && columns; row = await nextOf(rows, skipped))
    yield [...skipped.splice(0), columns.resultOf(row)];
  yield skipped;
}

/** Returns the next row. A file that cannot be read further ends, with its error among those of the rows. */
async function nextOf(rows: AsyncIterator<ParsedRow>, skipped: Incoming[]): Promise<ParsedRow | undefined> {
  try {
    const next = await rows.next();
    return next.done ? undefined : next.value;
  } catch (error) {
    if (!/^(?:CSV_|ERR_ENCODING_)/.test(String((error as { code?: unknown }).code))) throw error;
    skipped.push(failureOf(error as Error));
    return undefined;
  }
}

function failureOf(error: Error | undefined): Incoming {
  return { place: "CSV", error: error ?? new Error("A row cannot be read.") };
}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Columns of a file. */
class Columns {
  readonly #names: readonly string[];
  readonly #paths: readonly (readonly string[])[];
  readonly #idAt: number;
  readonly #model: string;

  /** @throws {UsageError} without a column of ids, or with two columns of one name. */
  constructor(names: readonly string[], { model, idColumn }: CsvRules) {
    this.#names = names;
    this.#idAt = names.indexOf(idColumn);
    this.#model = model;
    if (this.#idAt < 0)
      throw new UsageError(`There is no column '${idColumn}' for the ids: name one of ${names.join(", ")} by --id.`);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new UsageError(`Two columns have the name '${twice}': rename one.`);
    this.#paths = names.map(pathOf);
  }

  resultOf({ record: cells, info }: ParsedRow): Incoming {
    const place = `line ${info.lines}`;
    try {
      if (cells.length !== this.#names.length)
        throw new TypeError(`The row has ${cells.length} cells, and the header ${this.#names.length}.`);
      const value: Record<string, unknown> = {};
      for (const [i, cell] of cells.entries())
        if (i !== this.#idAt && cell !== "") setAt(value, this.#paths[i] ?? [], cellValue(cell));
      const id = unmarked(cells[this.#idAt] ?? "");
      const size = cells.reduce((sum, cell) => sum + cell.length, 0);
      return newResult({ place, size }, { id, model: this.#model, value });
    } catch (error) {
      return { place, error: error as Error };
    }
  }
}

function pathOf(name: string): readonly string[] {
  try {
    return parsePath(name);
  } catch (cause) {
    throw new UsageError(`The column '${name}' is no path: ${(cause as Error).message}`, { cause });
  }
}

/** Sets a field; `__proto__` is an ordinary key. @throws {TypeError} if the path leads into another cell. */
function setAt(value: Record<string, unknown>, path: readonly string[], cell: unknown): void {
  let object = value;
  for (const key of path.slice(0, -1)) {
    if (!Object.hasOwn(object, key)) define(object, key, {});
    const next: unknown = object[key];
    if (typeof next !== "object" || next === null || Array.isArray(next))
      throw new TypeError(`The column '${path.join(".")}' lies within '${key}', which has a value of its own.`);
    object = next as Record<string, unknown>;
  }
  const last = path.at(-1) as string;
  if (Object.hasOwn(object, last)) throw new TypeError(`The column '${path.join(".")}' has columns within it.`);
  define(object, last, cell);
}

function define(object: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
}

/** Reads a cell: numbers that lose nothing, truth values, lists and objects of JSON; all else is text. */
function cellValue(cell: string): unknown {
  if (cell === "true" || cell === "false") return cell === "true";
  if (NUMBER.test(cell)) {
    const number = Number(cell);
    return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number)) ? number : cell;
  }
  if (!/^[[{]/.test(cell)) return unmarked(cell);
  try {
    return JSON.parse(cell) as unknown;
  } catch {
    return cell;
  }
}

function unmarked(cell: string): string {
  return MARKED.test(cell) ? cell.slice(1) : cell;
}
