import { UsageError } from "../../../errors/usage-error.ts";
import type { ValueField } from "./value-fields.ts";

/** Type of the cells of a column: `integer` for bigints of 64 bits, `digits` for larger ones, and `json` for all else and for mixtures. */
export type CellType = "number" | "boolean" | "text" | "time" | "integer" | "digits" | "json";

/** Column of a table. */
export interface TableColumn {
  readonly path: string;
  readonly type: CellType;
}

const MAX_COLUMNS = 10_000;
const INT64_MAX = 2n ** 63n - 1n;

/** Columns for the fields of values, in the order in which they were met first. */
export class TableColumns {
  readonly #types = new Map<string, CellType>();

  /** @throws {UsageError} for more than 10,000 columns. */
  add(fields: readonly ValueField[]): void {
    for (const [path, value] of fields) {
      const type = cellType(value);
      const before = this.#types.get(path);
      if (before !== type) this.#types.set(path, before === undefined ? type : both(before, type));
    }
    if (this.#types.size <= MAX_COLUMNS) return;
    throw new UsageError(
      `The values have more than ${MAX_COLUMNS} different fields. Export fewer by a prefix, or all as -f jsonl.`,
    );
  }

  get all(): readonly TableColumn[] {
    return [...this.#types].map(([path, type]) => ({ path, type }));
  }
}

/** Returns the type of a column that has only this cell. */
export function cellType(value: unknown): CellType {
  switch (typeof value) {
    case "number":
    case "boolean":
      return typeof value as CellType;
    case "string":
      return "text";
    case "bigint":
      return value >= -INT64_MAX - 1n && value <= INT64_MAX ? "integer" : "digits";
    default:
      return value instanceof Date ? "time" : "json";
  }
}

/** Returns the type of a column that has cells of both types. */
function both(a: CellType, b: CellType): CellType {
  if (a === b) return a;
  const isWhole = (type: CellType): boolean => type === "integer" || type === "digits";
  return isWhole(a) && isWhole(b) ? "digits" : "json";
}

/** Tells whether a cell can be in a column. */
export function fits(value: unknown, { type }: TableColumn): boolean {
  return both(type, cellType(value)) === type;
}
