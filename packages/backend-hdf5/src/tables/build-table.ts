import { field, ValueTooLargeError } from "@results-manager/core";
import { shouldYield, yieldToEventLoop } from "@results-manager/core/storage";
import { nameOf } from "../codec/names.ts";
import type { Table } from "../library/write-table.ts";
import { Column, type Plain } from "./column.ts";

/** An id with its value, of which `entries()` and `find()` of a store yield more. */
export interface TableEntry {
  readonly id: string;
  readonly value: unknown;
}

/** Maximum size of all rows, in bytes: the library has 2 GiB of memory. */
const MAX_BYTES = 2 ** 30;
/** Maximum size of the description of all columns: HDF5 stores it in one message of 64 KiB. */
const MAX_DESCRIPTION = 64_000;
/** Size of the description of a column beside its name, at most. */
const COLUMN_BYTES = 40;
/** Levels of objects whose fields are columns. */
const MAX_DEPTH = 16;

/**
 * Builds a table of the plain fields of values: numbers, truth values, texts, bigints and dates, also those of objects within, by their path
 * as `field()` writes it. A value that is no object is the field `value`. Fields of any other kind, such as lists, are left out.
 *
 * @throws {ValueTooLargeError} `VALUE_TOO_LARGE` for more than 1 GiB of rows, and for more columns than HDF5 can describe: some 1,000.
 */
export async function buildTable(entries: AsyncIterable<TableEntry> | Iterable<TableEntry>): Promise<Table> {
  const columns = new Map<string, Column>();
  const set = (row: number, name: string, value: Plain): void => {
    const column = columns.get(name) ?? new Column(name);
    columns.set(name, column);
    column.set(row, value);
  };
  columns.set("id", new Column("id"));
  let count = 0;
  for await (const { id, value } of entries) {
    const row = count++;
    set(row, "id", id);
    for (const [name, plain] of plainFields(value, [])) set(row, name, plain);
    if (shouldYield()) await yieldToEventLoop();
  }
  const description = [...columns.keys()].reduce((sum, name) => sum + Buffer.byteLength(name) + COLUMN_BYTES, 0);
  if (description > MAX_DESCRIPTION) throw tooManyColumns(columns.size);
  let rowBytes = 0;
  const placed = [...columns.values()].map((column) => {
    const offset = rowBytes;
    rowBytes += column.type.size;
    return { name: nameOf(column.name), offset, type: column.type, column };
  });
  if (rowBytes * count > MAX_BYTES) throw tooLarge(placed, count);
  const rows = Buffer.alloc(rowBytes * count);
  for (let row = 0; row < count; row++) {
    for (const { column, offset } of placed) column.write(row, rows, row * rowBytes + offset);
    if (shouldYield()) await yieldToEventLoop();
  }
  return { columns: placed.map(({ name, offset, type }) => ({ name, offset, type })), rowBytes, rows };
}

function* plainFields(value: unknown, keys: readonly string[]): Generator<readonly [name: string, value: Plain]> {
  if (typeof value === "object" && value !== null && !(value instanceof Date)) {
    if (!isRecord(value) || keys.length === MAX_DEPTH) return;
    for (const [key, member] of Object.entries(value)) yield* plainFields(member, [...keys, key]);
    return;
  }
  const plain = plainOf(value);
  const [first, ...rest] = keys;
  if (plain !== undefined) yield [first === undefined ? "value" : field(first, ...rest), plain];
}

function plainOf(value: unknown): Plain | undefined {
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return undefined;
}

function isRecord(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof Map || value instanceof Set) &&
    prototype !== ArrayBuffer.prototype
  );
}

function tooManyColumns(count: number): Error {
  const reason = `its ${count} columns, by their names, take more than the ${MAX_DESCRIPTION} bytes that HDF5 has for them`;
  return new ValueTooLargeError(
    "entries",
    reason,
    undefined,
    "Select fewer fields, or store what differs by row as a list.",
  );
}

function tooLarge(
  columns: readonly { readonly name: string; readonly type: { readonly size: number } }[],
  rows: number,
): Error {
  const [widest] = columns.toSorted((a, b) => b.type.size - a.type.size);
  const reason = `${rows} rows of ${columns.length} columns take more than ${MAX_BYTES} bytes; '${widest?.name}' is ${widest?.type.size} bytes wide`;
  return new ValueTooLargeError("entries", reason, undefined, "Leave out the long texts, or write several files.");
}
