import { CallsFace } from "@results-manager/core";
import type { StorageOptions } from "@results-manager/core/storage";
import type { FileOptions } from "./file-options.ts";
import { FileStorage } from "./file-storage.ts";

/** Stores calls and their values in files in the folder of a store. Any number of processes may use the folder at once. */
export class FileCalls extends CallsFace {
  declare readonly storage: FileStorage;

  /** @throws as {@link FileStorage}. */
  constructor(baseDir: string | URL, options?: FileOptions & StorageOptions) {
    super(new FileStorage(baseDir, options));
  }
}
