import type { ModelRegistry } from "../models/model-registry.ts";
import type { OptionNames } from "../options/check-options.ts";
import type { Clock } from "../time/clock.ts";

/** Options of every backend. */
export interface StorageOptions {
  /** Registry that maps stored names to models. Default: the default registry. */
  readonly registry?: ModelRegistry | undefined;
  /** Source of the time. Default: the system clock. */
  readonly clock?: Clock | undefined;
}

/** Names of the options of every backend. */
export const STORAGE_OPTIONS: OptionNames<StorageOptions> = { registry: true, clock: true };
