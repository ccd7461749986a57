import { stringify } from "csv-stringify/sync";

/**
 * Formats a line of comma-separated values, with its end. Objects and lists are JSON. Text that a spreadsheet would take for a formula gets a
 * `'` before it, unless `isRaw`.
 */
export function csvLine(cells: readonly unknown[], isRaw = false): string {
  const plain = cells.map((cell) => (typeof cell === "object" && cell !== null ? JSON.stringify(cell) : cell));
  return stringify([plain], { escape_formulas: !isRaw, cast: { boolean: String } });
}
