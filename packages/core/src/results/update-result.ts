import { LockTimeoutError } from "../errors/storage-errors.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { runUserWork } from "../scheduling/user-work.ts";
import type { Delay } from "../steps/step-storage.ts";
import { type Steps, settled } from "../steps/steps.ts";
import { realTime } from "../time/real-time.ts";
import { type ComputedTarget, computedContent } from "./computed-content.ts";
import { ownResult, readResult } from "./read-result.ts";

const MAX_PAUSE_MS = 32;
/** Attempts before the timeout applies: colliding writers succeed within milliseconds, so more failures mean starvation. */
const MAX_ATTEMPTS = 100;
const TIMEOUT_MS = 10_000;

/** Function that changes a result, and the means to wait between attempts. */
export interface ResultUpdate {
  readonly change: (current: unknown) => unknown;
  readonly delay: Delay;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads, changes and writes a result atomically: the record is written only if it has not changed since it was read.
 *
 * @throws the error of `change`, or the reason of the signal; `LOCK_TIMEOUT` when other writers keep changing the id. Then nothing
 * is written.
 */
export function* updateResult(target: ComputedTarget, { change, delay, signal }: ResultUpdate): Steps<unknown> {
  const { storage, key, model } = target;
  const schema = `The schema of model '${model.name}'`;
  const start = realTime.elapsed();
  let attempt = 0;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    signal?.throwIfAborted();
    const [found] = yield* settled(storage.read("results", [key]), "The store");
    const current = found && (yield* settled(readResult(storage, key, found, model) as Awaitable<unknown>, schema));
    const result = runUserWork({ storage, updated: key }, () => change(current)) as Awaitable<unknown>;
    const newValue = yield* settled(result, "The function that changes the result");
    const content = yield* settled(computedContent(target, newValue), schema);
    const condition = found ? { unchanged: found.revision } : "absent";
    const [outcome] = yield* settled(storage.write("results", [{ key, condition, content }]), "The store");
    if (outcome?.written) return yield* settled(ownResult(storage, key, content, model) as Awaitable<unknown>, schema);
    if (++attempt >= MAX_ATTEMPTS && realTime.elapsed() - start > TIMEOUT_MS)
      throw new LockTimeoutError(key, TIMEOUT_MS);
    // A random pause keeps colliding writers from retrying at the same time.
    yield* settled(delay(Math.random() * pauseMs), "The pause");
  }
}
