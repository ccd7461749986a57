import type { FaceName, Store } from "results-manager";
import type { ExportSink } from "../export-sink.ts";
import type { ReadRange } from "../face-records.ts";
import { type ReadValue, readValues } from "./read-values.ts";
import { fits, type TableColumn, TableColumns } from "./table-columns.ts";
import { valueFields } from "./value-fields.ts";

/** Writer of a table. */
export interface TableWriter {
  /** Writes a row. `undefined` is a missing cell. */
  row(id: string, cells: readonly unknown[]): Promise<void>;
  end(): Promise<void>;
}

/**
 * Writes the fields of values as a table. The store is read twice: first to find the columns. A value that has got other fields meanwhile is told, and
 * left out. Returns the number of rows.
 */
export async function exportTable(
  store: Store,
  face: FaceName,
  range: ReadRange,
  sink: ExportSink,
  open: (sink: ExportSink, columns: readonly TableColumn[]) => TableWriter | Promise<TableWriter>,
): Promise<number> {
  const found = new TableColumns();
  for await (const page of readValues(store, face, { ...range, onError: () => {} }))
    for (const { value } of page) found.add(valueFields(value));
  const columns = found.all;
  const places = new Map(columns.map((column, i) => [column.path, { column, i }]));
  const writer = await open(sink, columns);
  let rows = 0;
  for await (const page of readValues(store, face, range)) {
    for (const each of page) {
      const cells = cellsOf(each, places);
      if (!cells) range.onError(each.id, new Error(`'${each.id}' has changed its fields meanwhile: export it again.`));
      else {
        await writer.row(each.id, cells);
        rows++;
      }
    }
  }
  await writer.end();
  return rows;
}

type Places = ReadonlyMap<string, { readonly column: TableColumn; readonly i: number }>;

function cellsOf({ value }: ReadValue, places: Places): readonly unknown[] | undefined {
  const cells = new Array<unknown>(places.size).fill(undefined);
  for (const [path, cell] of valueFields(value)) {
    const place = places.get(path);
    if (!place || !fits(cell, place.column)) return undefined;
    cells[place.i] = cell;
  }
  return cells;
}
