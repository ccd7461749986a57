/** Column of a list. */
export interface Column {
  /** Key of the rows. */
  readonly key: string;
  /** Numbers are aligned at their end. */
  readonly isNumber?: boolean | undefined;
  /** Text for a terminal; by default the value as it is. JSON and CSV have the value itself. */
  readonly show?: ((value: unknown) => string) | undefined;
}

/** Row of a list: plain JSON by the keys of the columns. */
export type Row = Readonly<Record<string, unknown>>;

/** Returns the value of a cell; `undefined` if the row has none, also for a key that every object has, such as `constructor`. */
export function cellOf(row: Row, key: string): unknown {
  return Object.hasOwn(row, key) ? row[key] : undefined;
}

/** Returns the text of a cell on a terminal, with control characters. */
export function cellText(column: Column, row: Row): string {
  const value = cellOf(row, column.key);
  if (value === undefined || value === null) return "";
  if (column.show) return column.show(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Shows a time of JSON to the second. */
export function shortTime(value: unknown): string {
  return String(value)
    .replace("T", " ")
    .replace(/(?:\.\d+)?Z$/, "");
}
