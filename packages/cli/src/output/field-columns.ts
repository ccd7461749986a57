import type { Column, Row } from "./column.ts";

/** Number of rows whose fields become columns, so that a long list begins at once. */
const MEASURED = 500;

/** Rows with columns for all fields that the first of them have. */
export interface MeasuredRows {
  readonly columns: readonly Column[];
  readonly rows: AsyncIterable<Row>;
}

/**
 * Finds the columns of rows whose fields are not known.
 *
 * @param onLeftOut Told each field that only later rows have: it gets no column.
 */
export async function withColumns(rows: AsyncIterable<Row>, onLeftOut: (field: string) => void): Promise<MeasuredRows> {
  const first: Row[] = [];
  const iterator = rows[Symbol.asyncIterator]();
  let next = await iterator.next();
  for (; !next.done; next = await iterator.next()) {
    if (first.push(next.value) === MEASURED) break;
  }
  const columns = columnsOf(first);
  const known = new Set(columns.map(({ key }) => key));
  async function* all(): AsyncGenerator<Row, void, undefined> {
    try {
      yield* first;
      if (next.done) return;
      for (next = await iterator.next(); !next.done; next = await iterator.next()) {
        for (const key of Object.keys(next.value)) {
          if (known.has(key)) continue;
          known.add(key);
          onLeftOut(key);
        }
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { columns, rows: all() };
}

/** Returns a column for each field of rows. */
export function columnsOf(rows: readonly Row[]): Column[] {
  const numbers = new Map<string, boolean>();
  for (const row of rows) {
    for (const [key, value] of Object.entries(row)) {
      const isNumber = typeof value === "number" || value === null;
      numbers.set(key, (numbers.get(key) ?? true) && isNumber);
    }
  }
  return [...numbers].map(([key, isNumber]) => ({ key, isNumber }));
}
