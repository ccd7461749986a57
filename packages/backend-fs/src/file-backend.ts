import type { AsyncResultsBackend } from "@results-manager/core";
import { type Constructor, ResultsMixin } from "@results-manager/core/storage";
import { CrossProcessLockMixin } from "./cross-process-lock-mixin.ts";
import { FileStorage } from "./file-storage.ts";

// Single reads and writes are atomic by themselves: only read-modify-write operations need the lock.
const FileResults: typeof FileStorage & Constructor<AsyncResultsBackend> = ResultsMixin(
  CrossProcessLockMixin(FileStorage, { intents: ["update"] }),
);

/**
 * Stores each result in its own JSON file, `<baseDir>/<id>.json`. Any number of processes may use the folder at once.
 *
 * @example
 * ```ts
 * await using results = new FileBackend("./data");
 * await results.set("runs/7/loss", { value: 0.3 }, { model: Loss });
 * ```
 */
export class FileBackend extends FileResults {}
