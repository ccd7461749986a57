import type { Space } from "../records/space.ts";
import type { Kind, Operations, Outcome, Result } from "./batch.ts";
import type { Awaitable } from "./group-commit.ts";

/** Functions that carry out a batch of one kind of operation, in order. */
export type Executor = {
  [K in Kind]: (space: Space, items: readonly Operations[K]["item"][]) => Awaitable<readonly Outcome<Result<K>>[]>;
};
