/** Times for which the event loop was blocked, in milliseconds. */
export interface Blocks {
  /** Time in which the caller made its calls, which is always one turn. */
  readonly calls: number;
  /** Longest time after that. */
  readonly after: number;
}

/** Measures how long the event loop is blocked by work that begins with many calls, including garbage collection. */
export async function longestBlock(work: () => Promise<unknown>): Promise<Blocks> {
  const start = performance.now();
  const done = work();
  let last = performance.now();
  const calls = last - start;
  let after = 0;
  const pass = (): void => {
    const now = performance.now();
    after = Math.max(after, now - last);
    last = now;
    immediate = setImmediate(pass);
  };
  let immediate = setImmediate(pass);
  await done;
  clearImmediate(immediate);
  return { calls, after: Math.max(after, performance.now() - last) };
}
