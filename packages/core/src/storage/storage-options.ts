import type { ModelRegistry } from "../models/model-registry.ts";
import type { Clock } from "../time/clock.ts";

/** Options of every backend. */
export interface StorageOptions {
  /** Registry that maps stored names to models. Default: the default registry. */
  readonly registry?: ModelRegistry;
  /** Source of the time. Default: the system clock. */
  readonly clock?: Clock;
}
