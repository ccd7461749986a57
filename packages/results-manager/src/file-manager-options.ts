import type { FileOptions } from "@results-manager/backend-fs";
import type { StorageOptions } from "@results-manager/core/storage";

/** Description of a store of files, with options. */
export interface FileManagerOptions extends FileOptions, StorageOptions {
  /** Folder of the results: a path, or a `file:` URL. */
  readonly baseDir: string | URL;
}
