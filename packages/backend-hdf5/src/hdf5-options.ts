import type { FileOptions } from "@results-manager/backend-fs";
import { checkOptions, given, type OptionNames, pickOptions, STORAGE_OPTIONS } from "@results-manager/core/internal";
import type { StorageOptions } from "@results-manager/core/storage";

/** Options for writing HDF5 files. */
export interface Hdf5WriteOptions {
  /** Level of gzip from 1 to 9 for arrays of more than 64 KiB, 1 by default; 0 stores them as they are. */
  readonly compression?: number | undefined;
}

/** Options for opening a store of HDF5 files. */
export interface Hdf5Options extends FileOptions, Hdf5WriteOptions {}

const FILE_OPTIONS: OptionNames<FileOptions & StorageOptions> = {
  createIfMissing: true,
  durability: true,
  readOnly: true,
  ...STORAGE_OPTIONS,
};
const HDF5_OPTIONS: OptionNames<Hdf5Options & StorageOptions> = { compression: true, ...FILE_OPTIONS };
const MAX_LEVEL = 9;

/** Checks the options of a store, and separates those of a store of files. @throws {TypeError}, {@link RangeError} naming the option. */
export function parseHdf5Options(options: Hdf5Options & StorageOptions): {
  readonly files: FileOptions & StorageOptions;
  readonly compression: number;
} {
  checkOptions(options, HDF5_OPTIONS, "a store of HDF5 files");
  return { files: pickOptions(options, FILE_OPTIONS), compression: parseCompression(options) };
}

/** @throws {RangeError} for a level that gzip does not have. */
export function parseCompression({ compression = 1 }: Hdf5WriteOptions): number {
  if (Number.isInteger(compression) && compression >= 0 && compression <= MAX_LEVEL) return compression;
  throw new RangeError(`compression must be an integer from 0 to ${MAX_LEVEL}, got ${given(compression)}.`);
}
