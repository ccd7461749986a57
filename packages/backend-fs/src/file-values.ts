import { ValuesFace } from "@results-manager/core";
import type { StorageOptions } from "@results-manager/core/storage";
import type { FileOptions } from "./file-options.ts";
import { FileStorage } from "./file-storage.ts";

/**
 * Stores each value in its own file, named after its digest, in the folder of a store; binary data as raw bytes. Any number of processes
 * may use the folder at once.
 *
 * @example
 * ```ts
 * await using values = new FileValues("./data");
 * const key = await values.save({ weights: new Float64Array(1_000_000) });
 * await values.load(key.slice(0, 8));
 * ```
 */
export class FileValues extends ValuesFace {
  declare readonly storage: FileStorage;

  /** @throws as {@link FileStorage}. */
  constructor(baseDir: string | URL, options?: FileOptions & StorageOptions) {
    super(new FileStorage(baseDir, options));
  }
}
