import { CallsFace } from "@results-manager/core";
import type { StorageOptions } from "@results-manager/core/storage";
import type { Hdf5Options } from "./hdf5-options.ts";
import { Hdf5Storage } from "./hdf5-storage.ts";

/** Stores calls and their values in HDF5 files in the folder of a store. Any number of processes may use the folder at once. */
export class Hdf5Calls extends CallsFace {
  declare readonly storage: Hdf5Storage;

  /** @throws as {@link Hdf5Storage}. */
  constructor(baseDir: string | URL, options?: Hdf5Options & StorageOptions) {
    super(new Hdf5Storage(baseDir, options));
  }
}
