import { ValuesFace } from "@results-manager/core";
import type { StorageOptions } from "@results-manager/core/storage";
import type { Hdf5Options } from "./hdf5-options.ts";
import { Hdf5Storage } from "./hdf5-storage.ts";

/**
 * Stores each value in its own HDF5 file, named after its digest, in the folder of a store; typed arrays as datasets of their type. Any number
 * of processes may use the folder at once.
 *
 * @example
 * ```ts
 * await using values = new Hdf5Values("./data");
 * const key = await values.save({ weights: new Float64Array(1_000_000) });
 * await values.load(key.slice(0, 8));
 * ```
 */
export class Hdf5Values extends ValuesFace {
  declare readonly storage: Hdf5Storage;

  /** @throws as {@link Hdf5Storage}. */
  constructor(baseDir: string | URL, options?: Hdf5Options & StorageOptions) {
    super(new Hdf5Storage(baseDir, options));
  }
}
