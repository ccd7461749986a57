import type { ModelRegistry } from "../models/model-registry.ts";
import type { FoundRecord } from "../records/record.ts";
import type { RecordWrite, ScanRange, Space, WriteOutcome } from "../records/storage-backend.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import type { Clock } from "../time/clock.ts";

/** Storage whose operations return a value or a promise, so that steps run on it with or without waiting. `StorageBase` is one. */
export interface StepStorage {
  readonly registry: ModelRegistry;
  readonly clock: Clock;
  read(space: Space, keys: readonly string[]): Awaitable<readonly FoundRecord[]>;
  write(space: Space, writes: readonly RecordWrite[]): Awaitable<readonly WriteOutcome[]>;
  scan(space: Space, range?: ScanRange): AsyncIterable<readonly string[]> | Iterable<readonly string[]>;
  /** Location of a record on the medium, for messages. */
  locate(space: Space, key: string): string;
}

/** Waits for a number of milliseconds. */
export type Delay = (ms: number) => Awaitable<unknown>;
