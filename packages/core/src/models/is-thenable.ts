/** Tells whether a value is a promise, of this realm or another. @throws what reading it throws: a proxy may. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as { readonly then?: unknown }).then === "function"
  );
}

/** Leaves a promise alone that nobody waits for, without an unhandled rejection. */
export function ignoreOutcome(promise: PromiseLike<unknown>): void {
  Promise.resolve(promise).catch(() => {});
}
