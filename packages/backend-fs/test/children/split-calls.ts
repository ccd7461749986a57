import { type FileOptions, FileStorage } from "@results-manager/backend-fs";
import { CallsFace } from "@results-manager/core";
import { DestructuringMixin, type StorageOptions } from "@results-manager/core/storage";

const SplitStorage = DestructuringMixin(FileStorage);

/** Calls whose values are split as far as they can be. */
export class SplitCalls extends CallsFace {
  constructor(path: string, options?: FileOptions & StorageOptions) {
    super(new SplitStorage(path, options));
  }
}
