import type { Call, CallTemplate, StoredCall } from "../call.ts";
import type { CallContext } from "../call-storage.ts";
import { CallMaker, type FunctionIdentity } from "./call-maker.ts";
import { explainMiss, isKept, type MissExplanation } from "./explain-miss.ts";
import { checkMemoizeOptions, type MemoizeOptions } from "./memoize-options.ts";

/** A function whose calls are kept: what was computed once, by whichever process, is not computed again. */
export interface Memoized<Args extends readonly unknown[], Result> {
  /**
   * What the function returns, or has returned. Concurrent calls with equal arguments run it once, in all processes.
   *
   * Where it runs, it gets copies of its arguments as they were at the call; ignored ones as they are.
   *
   * @throws what the function throws, which is not kept; `NOT_ROUND_TRIPPABLE` for arguments or a result that cannot be stored.
   */
  (...args: Args): Promise<Awaited<Result>>;
  /** The key of a call with these arguments. */
  digest(...args: Args): string;
  /** Tells whether a call with these arguments is kept. */
  contains(...args: Args): Promise<boolean>;
  /** The call with these arguments as the storage takes it, without what comes of it. */
  call(...args: Args): Call;
  /** The calls of this function, of this module and version, that are kept; see `CallStorage.query`. */
  query(template?: Omit<CallTemplate, "name" | "module" | "version">): AsyncIterable<StoredCall>;
  /** Which kept call is nearest to one with these arguments, and what differs; `undefined` where that one is kept itself. */
  explainMiss(...args: Args): Promise<MissExplanation | undefined>;
  /** Forgets the call with these arguments; tells whether it was kept. */
  forget(...args: Args): Promise<boolean>;
  /** The same function for calls on an object, as `object.method(…)` calls it; see {@link MemoizeOptions.self}. */
  of(receiver: unknown): Memoized<Args, Result>;
}

/**
 * Keeps what a function returns, by its arguments. A method that works on its object says by `self` what of it is an argument, too.
 *
 * @example
 * ```ts
 * await using storage = new SqliteCalls("./calls.db");
 * const countTokens = memoize(count, { storage, parameters: ["text"] });
 * await countTokens("What was computed once is not computed again.");
 * ```
 * @throws {TypeError} for what is no function, has no name, or for options that are none; {@link RangeError} for `ttlSeconds`.
 */
export function memoize<Fn extends (...args: never) => unknown>(
  fn: Fn,
  options: MemoizeOptions,
): Memoized<Parameters<Fn>, ReturnType<Fn>> {
  checkMemoizeOptions(fn, options);
  return memoizedOn(fn, options, new CallMaker(fn, options));
}

/** @param receiver the object that its calls are on; that which the language gives unless given. */
function memoizedOn<Fn extends (...args: never) => unknown>(
  fn: Fn,
  { storage, ttlSeconds }: MemoizeOptions,
  maker: CallMaker,
  receiver?: unknown,
): Memoized<Parameters<Fn>, ReturnType<Fn>> {
  type Args = Parameters<Fn>;
  type Result = Awaited<ReturnType<Fn>>;
  const { name, module, version } = maker.identity;
  const callOf = (args: Args): Call => maker.callOf(args, receiver);
  function compute(this: unknown, ...args: Args): Promise<Result> {
    const self = receiver ?? this;
    const run = (context: CallContext): unknown =>
      Reflect.apply(fn, maker.receiverOf(self), maker.argumentsOf(context.arguments, args, self));
    try {
      return storage.getOrCompute(maker.callOf(args, self), run, { ttlSeconds }) as Promise<Result>;
    } catch (error) {
      return Promise.reject(error);
    }
  }
  return Object.assign(compute, {
    digest: (...args: Args) => storage.key(callOf(args)),
    contains: async (...args: Args) => isKept(storage, callOf(args)),
    call: (...args: Args) => callOf(args),
    query: (template: Omit<CallTemplate, "name" | "module" | "version"> = {}) =>
      ofFunction(storage.query({ ...template, name, module, version }), maker.identity),
    explainMiss: async (...args: Args) => explainMiss(storage, callOf(args)),
    forget: async (...args: Args) => storage.evict(storage.key(callOf(args))),
    of: (receiver: unknown) => memoizedOn(fn, { storage, ttlSeconds }, maker, receiver),
  });
}

/** A template cannot ask for calls without a module or version. */
async function* ofFunction(
  calls: AsyncIterable<StoredCall>,
  { module, version }: FunctionIdentity,
): AsyncGenerator<StoredCall> {
  for await (const call of calls) if (call.module === module && call.version === version) yield call;
}
