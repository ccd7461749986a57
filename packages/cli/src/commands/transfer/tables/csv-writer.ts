import { csvLine } from "../../../output/csv-line.ts";
import { toPlain } from "../../../text/plain-json.ts";
import type { ExportSink } from "../export-sink.ts";
import type { TableWriter } from "./export-table.ts";
import type { TableColumn } from "./table-columns.ts";

/** Makes a writer of comma-separated values, and writes the header. */
export async function csvWriter(
  sink: ExportSink,
  columns: readonly TableColumn[],
  isRaw: boolean,
): Promise<TableWriter> {
  await sink.write(csvLine(["id", ...columns.map(({ path }) => path)], isRaw));
  return {
    row: (id, cells) => sink.write(csvLine([id, ...cells.map(cellOf)], isRaw)),
    end: async () => {},
  };
}

/** Numbers stay numbers: a spreadsheet does not take them for formulas. */
function cellOf(value: unknown): unknown {
  return typeof value === "number" || typeof value === "bigint" ? value : toPlain(value);
}
