import { LockTimeoutError } from "../errors/storage-errors.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { runUserWork } from "../scheduling/user-work.ts";
import type { Delay } from "../steps/step-storage.ts";
import { type Steps, settled } from "../steps/steps.ts";
import { realTime } from "../time/real-time.ts";
import { type ComputedTarget, computedContent } from "./computed-content.ts";
import { ownResult, readResult } from "./read-result.ts";

const LONGEST_PAUSE_MS = 32;
/** Writers that collide take turns within milliseconds: who loses this often, and for so long, never wins. */
const MOST_ATTEMPTS = 100;
const TIMEOUT_MS = 10_000;

/** How a result is changed, and how to wait between attempts. */
export interface ResultUpdate {
  readonly change: (current: unknown) => unknown;
  readonly delay: Delay;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads, changes and writes a result atomically: the write takes place only where the record is still the one that was read.
 *
 * @throws what `change` throws, or the signal's reason; `LOCK_TIMEOUT` where others keep writing the same id.
 * Then nothing is written.
 */
export function* updateResult(target: ComputedTarget, { change, delay, signal }: ResultUpdate): Steps<unknown> {
  const { storage, key, model } = target;
  const schema = `The schema of model '${model.name}'`;
  const start = realTime.elapsed();
  let attempt = 0;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    signal?.throwIfAborted();
    const [found] = yield* settled(storage.read("results", [key]), "The store");
    const current = found && (yield* settled(readResult(storage, key, found, model) as Awaitable<unknown>, schema));
    const made = runUserWork({ storage, updated: key }, () => change(current)) as Awaitable<unknown>;
    const changed = yield* settled(made, "The function that changes the result");
    const content = yield* settled(computedContent(target, changed), schema);
    const condition = found ? { unchanged: found.revision } : "absent";
    const [outcome] = yield* settled(storage.write("results", [{ key, condition, content }]), "The store");
    if (outcome?.written) return yield* settled(ownResult(storage, key, content, model) as Awaitable<unknown>, schema);
    if (++attempt >= MOST_ATTEMPTS && realTime.elapsed() - start > TIMEOUT_MS)
      throw new LockTimeoutError(key, TIMEOUT_MS);
    // Writers that collide again and again must not do so in step.
    yield* settled(delay(Math.random() * pauseMs), "The pause");
  }
}
