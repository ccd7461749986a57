import type { Member } from "./element-type.ts";
import { FileWriter } from "./file-writer.ts";
import type { Library } from "./open-library.ts";

/** Rows of a table, one after the other, and their columns. */
export interface Table {
  readonly columns: readonly Member[];
  readonly rowBytes: number;
  readonly rows: Uint8Array;
}

/** Name of the dataset of a table. */
const TABLE = "/entries";

/** Writes a file with one table. */
export function writeTable(
  library: Library,
  { columns, rowBytes, rows }: Table,
  compression: number,
): Uint8Array<ArrayBuffer> {
  const file = new FileWriter(library, compression);
  file.array(TABLE, { kind: "compound", size: rowBytes, members: columns }, rows);
  return file.finish();
}
