import { compareCodePoints } from "@results-manager/core/storage";
import type { RecordTexts } from "./record-texts.ts";
import type { NewRow } from "./row-values.ts";
import { rowValues } from "./row-values.ts";

/** Maximum size of the rows of a statement: the server keeps all of it in memory. */
const MAX_SIZE = 8_000_000;
/** Maximum number of rows of a statement. */
const MAX_ROWS = 1000;

/** Divides rows into runs that a statement takes. */
export function* limited<T>(rows: readonly T[], sizeOf: (row: T) => number): Generator<readonly T[]> {
  let start = 0;
  let size = 0;
  for (let i = 0; i < rows.length; i++) {
    const next = sizeOf(rows[i] as T);
    if (i > start && (size + next > MAX_SIZE || i - start >= MAX_ROWS)) {
      yield rows.slice(start, i);
      start = i;
      size = 0;
    }
    size += next;
  }
  if (rows.length > 0) yield start === 0 ? rows : rows.slice(start);
}

/** Statements of a transaction that write rows, which are locked in the order of their keys. @param more parameters after the rows. */
export function rowStatements(
  texts: RecordTexts,
  name: "insert" | "create" | "upsert",
  rows: readonly NewRow[],
  ...more: readonly unknown[]
): (readonly [text: string, values: readonly unknown[]])[] {
  const sorted = rows.toSorted((a, b) => compareCodePoints(a.key, b.key));
  return [...limited(sorted, (row) => row.size)].map((some) => [
    texts.of(name, some.length),
    [...rowValues(some), ...more],
  ]);
}
