import { CallsFace } from "@results-manager/core";
import { DestructuringMixin, type StorageOptions } from "@results-manager/core/storage";
import { type PostgresOptions, PostgresStorage } from "../../src/index.ts";

const SplitStorage = DestructuringMixin(PostgresStorage);

/** Calls whose values are split as far as they can be. */
export class SplitCalls extends CallsFace {
  constructor(source: string, options?: PostgresOptions & StorageOptions) {
    super(new SplitStorage(source, options));
  }
}
