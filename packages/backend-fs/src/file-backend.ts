import { ResultsFace } from "@results-manager/core";
import type { StorageOptions } from "@results-manager/core/storage";
import { CrossProcessLockMixin } from "./cross-process-lock-mixin.ts";
import type { FileOptions } from "./file-options.ts";
import { FileStorage } from "./file-storage.ts";

// Single reads and writes are atomic by themselves: only read-modify-write operations need the lock.
const LockedStorage = CrossProcessLockMixin(FileStorage, { intents: ["update"] });

/**
 * Stores each result in its own JSON file, `<baseDir>/<id>.json`. Any number of processes may use the folder at once.
 *
 * @example
 * ```ts
 * await using results = new FileBackend("./data");
 * await results.set("runs/7/loss", { value: 0.3 }, { model: Loss });
 * ```
 */
export class FileBackend extends ResultsFace {
  declare readonly storage: FileStorage;

  /** @throws as {@link FileStorage}. */
  constructor(baseDir: string | URL, options?: FileOptions & StorageOptions) {
    super(new LockedStorage(baseDir, options));
  }
}
