/** Settles as `work` does, unless the signal is aborted first: then it is rejected with the reason, and nobody hears of `work` any more. */
export function untilAborted<T>(work: T | PromiseLike<T>, signal: AbortSignal): Promise<Awaited<T>> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", onAbort));
  });
}
