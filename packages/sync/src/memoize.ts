import type { Call } from "@results-manager/core";
import { CallMaker, checkMemoizeOptions, type FunctionOptions } from "@results-manager/core/internal";
import type { CallsManager } from "./calls-manager.ts";

/** Options of a function that is memoized by {@link memoize}. */
export interface SyncMemoizeOptions extends FunctionOptions {
  /** Storage of its calls. */
  readonly calls: CallsManager;
}

/** Function whose calls are stored: a result that any process has computed is not computed again. */
export interface SyncMemoized<Args extends readonly unknown[], Result> {
  /**
   * Returns the stored result, or runs the function: once, however many threads and processes ask for it.
   *
   * The function gets copies of its arguments; ignored ones are passed unchanged.
   *
   * @throws the error of the function, which is not stored; `NOT_ROUND_TRIPPABLE` for arguments or a result that cannot be stored.
   */
  (...args: Args): Result;
  /** Returns the key of a call with these arguments. */
  digest(...args: Args): string;
  /** Tells whether a call with these arguments is stored. */
  contains(...args: Args): boolean;
  /** Returns the call with these arguments in the form that the storage takes, without its result. */
  call(...args: Args): Call;
  /** Removes the call with these arguments, and tells whether it was stored. */
  forget(...args: Args): boolean;
  /** Returns this function bound to a receiver, as in `object.method(…)`; see {@link FunctionOptions.self}. */
  of(receiver: unknown): SyncMemoized<Args, Result>;
}

/**
 * Stores the results of a synchronous function by its arguments: the blocking version of `memoize`.
 *
 * @example
 * ```ts
 * using calls = new CallsManager("./data");
 * const countTokens = memoize(count, { calls, parameters: ["text"] });
 * countTokens("What was computed once is not computed again.");
 * ```
 * @throws {TypeError} for a value that is not a function, a function without a name, or invalid options; {@link RangeError} for an invalid
 * `ttlSeconds`.
 */
export function memoize<Fn extends (...args: never) => unknown>(
  fn: Fn,
  options: SyncMemoizeOptions,
): SyncMemoized<Parameters<Fn>, ReturnType<Fn>> {
  checkMemoizeOptions(fn, options, "calls", "a storage of calls, such as new CallsManager('./data')");
  const { calls } = options;
  return memoizedOn(fn, options, new CallMaker(fn, options, (value) => calls.digest(value)));
}

/** @param receiver Object that the function is called on. Default: `this` of each call. */
function memoizedOn<Fn extends (...args: never) => unknown>(
  fn: Fn,
  options: SyncMemoizeOptions,
  maker: CallMaker,
  receiver?: unknown,
): SyncMemoized<Parameters<Fn>, ReturnType<Fn>> {
  type Args = Parameters<Fn>;
  type Result = ReturnType<Fn>;
  const { calls, ttlSeconds } = options;
  const callOf = (args: Args): Call => maker.callOf(args, receiver);
  function compute(this: unknown, ...args: Args): Result {
    const self = receiver ?? this;
    const run = (keyed: Call["arguments"]): unknown =>
      Reflect.apply(fn, maker.receiverOf(self), maker.argumentsOf(keyed, args, self));
    return calls.getOrCompute(maker.callOf(args, self), run, { ttlSeconds }) as Result;
  }
  return Object.assign(compute, {
    digest: (...args: Args) => calls.key(callOf(args)),
    contains: (...args: Args) => calls.contains(callOf(args)),
    call: (...args: Args) => callOf(args),
    forget: (...args: Args) => calls.evict(calls.key(callOf(args))),
    of: (other: unknown) => memoizedOn(fn, options, maker, other),
  });
}
