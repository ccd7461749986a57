import { type KeyReader, PAGE } from "@results-manager/sql";
import type { PreparedRecords } from "./prepared-records.ts";

/**
 * Reads ids by the prepared statements of a space. A bound limit would make SQLite recompile the statement each time, so smaller pages stop
 * the iteration early.
 */
export function keyReader(statements: PreparedRecords): KeyReader {
  return (query, size, ...values) => {
    const statement = statements[query];
    if (size === PAGE) return statement.all(...values) as string[];
    const ids: string[] = [];
    for (const id of statement.iterate(...values)) {
      ids.push(id as string);
      if (ids.length === size) break;
    }
    return ids;
  };
}
