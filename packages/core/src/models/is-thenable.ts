/** Tells whether a value is a promise, of this realm or another. @throws the error of a `then` getter or a proxy. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as { readonly then?: unknown }).then === "function"
  );
}

/** Ignores the outcome of a promise, without an unhandled rejection. */
export function ignoreOutcome(promise: PromiseLike<unknown>): void {
  Promise.resolve(promise).catch(() => {});
}
