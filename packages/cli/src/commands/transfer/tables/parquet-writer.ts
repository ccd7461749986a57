import { type BasicType, ByteWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import { toPlain } from "../../../text/plain-json.ts";
import type { ExportSink } from "../export-sink.ts";
import type { TableWriter } from "./export-table.ts";
import type { CellType, TableColumn } from "./table-columns.ts";

const TYPES: Readonly<Record<CellType, BasicType>> = {
  number: "DOUBLE",
  boolean: "BOOLEAN",
  text: "STRING",
  time: "TIMESTAMP",
  integer: "INT64",
  digits: "STRING",
  json: "JSON",
};

const MAX_ROWS = 50_000;
/** Approximate size of a row group, in characters and cells. */
const MAX_SIZE = 2 ** 23;

/** Makes a writer of a Parquet file. One row group is in memory at a time. */
export function parquetWriter(sink: ExportSink, columns: readonly TableColumn[]): TableWriter {
  const bytes = new ByteWriter();
  const flush = async (): Promise<void> => {
    const part = bytes.getBytes().slice();
    bytes.index = 0;
    await sink.write(part);
  };
  const specs = [
    { name: "id", type: "STRING" as const, nullable: false },
    ...columns.map(({ path: name, type }) => ({ name, type: TYPES[type], nullable: true })),
  ];
  const schema = schemaFromColumnData({ columnData: specs.map((spec) => ({ ...spec, data: [] })) });
  const writer = new ParquetWriter({ writer: bytes, schema });
  let group: unknown[][] = specs.map(() => []);
  let size = 0;
  const writeGroup = async (): Promise<void> => {
    const columnData = specs.map(({ name }, i) => ({ name, data: group[i] ?? [] }));
    await writer.write({ columnData, rowGroupSize: MAX_ROWS });
    group = specs.map(() => []);
    size = 0;
    await flush();
  };
  return {
    async row(id, cells) {
      group[0]?.push(id);
      for (const [i, column] of columns.entries()) {
        const cell = cellOf(cells[i], column.type);
        group[i + 1]?.push(cell);
        size += sizeOf(cell);
      }
      if (size >= MAX_SIZE || group[0]?.length === MAX_ROWS) await writeGroup();
    },
    async end() {
      if (group[0]?.length !== 0) await writeGroup();
      await writer.finish();
      await flush();
    },
  };
}

function cellOf(value: unknown, type: CellType): unknown {
  if (value === undefined) return null;
  if (value instanceof Date && Number.isNaN(value.getTime())) return null;
  if (type === "json") return toPlain(value);
  return type === "digits" ? String(value) : value;
}

function sizeOf(cell: unknown): number {
  if (typeof cell === "string") return cell.length + 16;
  return typeof cell === "object" && cell !== null ? JSON.stringify(cell).length + 16 : 16;
}
