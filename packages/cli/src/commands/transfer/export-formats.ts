import type { FaceName, Store } from "results-manager";
import type { CommandContext } from "../../definition/command-context.ts";
import { isSet, textOf } from "../../definition/read-words.ts";
import { UsageError } from "../../errors/usage-error.ts";
import type { ExportSink } from "./export-sink.ts";
import type { ReadRange } from "./face-records.ts";

/** Writes a face, and returns the number of records. */
export type ExportFace = (store: Store, face: FaceName, range: ReadRange, sink: ExportSink) => Promise<number>;

/** Form of exported data. */
export interface ExportFormat {
  /** The data is one table: of one face, and with its columns even if there are no records. */
  readonly isTable: boolean;
  readonly write: ExportFace;
}

/** Loads the form of data that the user asked for. @throws {UsageError} for options that do not go together. */
export async function formatOf(context: CommandContext): Promise<ExportFormat> {
  const format = textOf(context, "format");
  const isRaw = isSet(context, "raw");
  if (isRaw && format !== "csv") throw new UsageError("--raw is for -f csv.");
  if (format === "jsonl") return { isTable: false, write: (await import("./export-lines.ts")).exportLines };
  if (format === "h5")
    return { isTable: true, write: await (await import("./tables/export-h5.ts")).h5Exporter(context) };
  const { exportTable } = await import("./tables/export-table.ts");
  if (format === "csv") {
    const { csvWriter } = await import("./tables/csv-writer.ts");
    return { isTable: true, write: (...of) => exportTable(...of, (sink, columns) => csvWriter(sink, columns, isRaw)) };
  }
  const { parquetWriter } = await import("./tables/parquet-writer.ts");
  return { isTable: true, write: (...of) => exportTable(...of, parquetWriter) };
}
