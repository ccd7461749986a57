import type { ModelRegistry } from "../models/model-registry.ts";
import type { FoundRecord } from "../records/record.ts";
import type { RecordWrite, ScanRange, Space, WriteOutcome } from "../records/storage-backend.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import type { Clock } from "../time/clock.ts";

/** A storage as the rules of the faces see it: what they ask for is there at once, or will be. `StorageBase` is one. */
export interface StepStorage {
  readonly registry: ModelRegistry;
  readonly clock: Clock;
  read(space: Space, keys: readonly string[]): Awaitable<readonly FoundRecord[]>;
  write(space: Space, writes: readonly RecordWrite[]): Awaitable<readonly WriteOutcome[]>;
  scan(space: Space, range?: ScanRange): AsyncIterable<readonly string[]> | Iterable<readonly string[]>;
  /** Says where the medium holds a record, for messages. */
  locate(space: Space, key: string): string;
}

/** Waits for so many milliseconds. */
export type Delay = (ms: number) => Awaitable<unknown>;
