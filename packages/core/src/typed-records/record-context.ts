import type { ModelRegistry } from "../models/model-registry.ts";
import type { Space } from "../records/space.ts";
import type { Clock } from "../time/clock.ts";

/** Properties of a storage that are needed to convert between values and records. */
export interface RecordContext {
  readonly registry: ModelRegistry;
  readonly clock: Clock;
  /** Location of a record on the medium, for messages. */
  locate(space: Space, key: string): string;
}
