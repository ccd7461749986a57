import { expect } from "vitest";

/** Longest time for which a call may keep timers and I/O waiting. */
export const LONGEST_BLOCK_MS = 20;

/** Number of attempts: another process may delay one of them, but a call that blocks by itself does so in each. */
const ATTEMPTS = 5;

/**
 * Measures several tasks until each of them was quick enough once.
 *
 * @param attempt Measures the tasks, by `longestBlock`, and returns the time of each in milliseconds.
 */
export async function expectResponsive(attempt: (attempt: number) => Promise<readonly number[]>): Promise<void> {
  let best: readonly number[] = [];
  for (let i = 0; i < ATTEMPTS && !(i > 0 && best.every((block) => block <= LONGEST_BLOCK_MS)); i++) {
    const blocks = await attempt(i);
    best = blocks.map((block, k) => Math.min(block, best[k] ?? block));
  }
  const message =
    `the calls kept timers waiting for ${best.map(Math.round).join(", ")} ms at best. A hook must do less at a time: lower ` +
    "supports.batchSize, or await within it; or say in lacks.responsiveness why the medium cannot";
  expect(Math.max(...best), message).toBeLessThanOrEqual(LONGEST_BLOCK_MS);
}
