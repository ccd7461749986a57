/** The longest time, in milliseconds, for which nothing else got its turn while `work` was going on, garbage collection included. */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const pass = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    immediate = setImmediate(pass);
  };
  let immediate = setImmediate(pass);
  await work();
  clearImmediate(immediate);
  return Math.max(longest, performance.now() - last);
}
