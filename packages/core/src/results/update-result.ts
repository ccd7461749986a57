import { setTimeout as delay } from "node:timers/promises";
import { LockTimeoutError } from "../errors/storage-errors.ts";
import { type ComputedTarget, computedContent } from "./computed-content.ts";
import { ownResult, readResult } from "./result-reader.ts";

const LONGEST_PAUSE_MS = 32;
/** Writers that collide take turns within milliseconds: who loses this often, and for so long, never wins. */
const MOST_ATTEMPTS = 100;
const TIMEOUT_MS = 10_000;

/**
 * Reads, changes and writes a result atomically: the write takes place only where the record is still the one that was read.
 *
 * @throws what `change` throws, or the signal's reason; `LOCK_TIMEOUT` where others, or `change` itself, keep writing the same id.
 * Then nothing is written.
 */
export async function updateResult(
  target: ComputedTarget,
  change: (current: unknown) => unknown,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { storage, key, model } = target;
  const start = performance.now();
  let attempt = 0;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    signal?.throwIfAborted();
    const [found] = await storage.read("results", [key]);
    const current = found && (await readResult(storage, key, found, model));
    const content = await computedContent(target, await change(current));
    const condition = found ? { unchanged: found.revision } : "absent";
    const [outcome] = await storage.write("results", [{ key, condition, content }]);
    if (outcome?.written) return ownResult(storage, key, content, model);
    if (++attempt >= MOST_ATTEMPTS && performance.now() - start > TIMEOUT_MS)
      throw new LockTimeoutError(key, TIMEOUT_MS);
    // Writers that collide again and again must not do so in step.
    await delay(Math.random() * pauseMs);
  }
}
