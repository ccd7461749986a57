import type { CommandContext } from "../../../definition/command-context.ts";
import { textOf } from "../../../definition/read-words.ts";
import { UsageError } from "../../../errors/usage-error.ts";
import type { ExportFace } from "../export-formats.ts";
import { type ReadValue, readValues } from "./read-values.ts";

const PACKAGE = "@results-manager/backend-hdf5";

/** Makes the writer of HDF5 files, by a package that is not installed with this one. @throws {UsageError} where it is not, and for stdout. */
export async function h5Exporter(context: CommandContext): Promise<ExportFace> {
  if ((textOf(context, "output") ?? "-") === "-")
    throw new UsageError("An HDF5 file cannot be written to stdout: name a file by -o.");
  const { exportHdf5 } = await load();
  return async (store, face, range, { path }) => {
    if (path === undefined) throw new UsageError("An HDF5 file cannot be written to a device: name a file by -o.");
    async function* entries(): AsyncGenerator<ReadValue, void, undefined> {
      for await (const page of readValues(store, face, range)) yield* page;
    }
    return exportHdf5(entries(), path);
  };
}

async function load(): Promise<typeof import("@results-manager/backend-hdf5")> {
  try {
    return await import("@results-manager/backend-hdf5");
  } catch (cause) {
    if ((cause as { code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new UsageError(`-f h5 needs the package ${PACKAGE}. Install it: npm install ${PACKAGE}`, { cause });
  }
}
