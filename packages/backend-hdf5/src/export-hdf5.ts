import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { StorageError } from "@results-manager/core";
import { checkOptions, pathOfUrl } from "@results-manager/core/internal";
import { type Hdf5WriteOptions, parseCompression } from "./hdf5-options.ts";
import { buildTable, type TableEntry } from "./tables/build-table.ts";
import { codecThread } from "./thread/codec-thread.ts";

/**
 * Writes the plain fields of values into one HDF5 file, for analysis: a table `entries` with a row for each id. Returns the number of rows.
 * An existing file is replaced once the new one is complete.
 *
 * Numbers are doubles, truth values are 1 and 0, dates are text in ISO 8601, bigints are text. A field that is missing is NaN, -1 or empty.
 *
 * @throws {ValueTooLargeError} `VALUE_TOO_LARGE` for more than 1 GiB of rows; {@link StorageError} when the file cannot be written.
 *
 * @example
 * ```ts
 * await exportHdf5(results.find(Loss, { prefix: "runs" }), "losses.h5");
 * // pandas.DataFrame(h5py.File("losses.h5")["entries"][:])
 * ```
 */
export async function exportHdf5(
  entries: AsyncIterable<TableEntry> | Iterable<TableEntry>,
  file: string | URL,
  options: Hdf5WriteOptions = {},
): Promise<number> {
  checkOptions(options, { compression: true }, "exportHdf5");
  const compression = parseCompression(options);
  const path = pathOfUrl(file, "file");
  if (typeof path !== "string" || path === "") throw new TypeError("file must be the path of the file to write.");
  const table = await buildTable(entries);
  const count = table.rows.byteLength / table.rowBytes;
  try {
    const bytes = await codecThread.run({ kind: "table", table, compression });
    await replaceFile(path, bytes as Uint8Array);
  } catch (cause) {
    throw new StorageError(`Cannot write '${path}': ${(cause as Error).message}`, { cause });
  }
  return count;
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const temp = `${path}.${randomUUID()}.tmp`; // Several exports may write one file at a time.
  try {
    const handle = await open(temp, "w");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temp, path);
  } catch (error) {
    await rm(temp, { force: true });
    throw error;
  }
}
