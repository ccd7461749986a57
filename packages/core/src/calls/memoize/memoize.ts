import type { Call, CallTemplate, CallValues, StoredCall } from "../call.ts";
import type { CallContext } from "../call-storage.ts";
import { CallMaker, type FunctionIdentity } from "./call-maker.ts";
import type { MissExplanation } from "./explain-miss.ts";
import { isKept } from "./is-kept.ts";
import { checkMemoizeOptions, type MemoizeOptions } from "./memoize-options.ts";

/** Arguments by name, and the receiver of a method; by any name where the names are not known. */
type NamedArguments<Args extends readonly unknown[], Names extends readonly string[]> = number extends Names["length"]
  ? Readonly<Record<string, unknown>>
  : { readonly [Position in keyof Names & `${number}` as Names[Position] & string]: Args[Position & keyof Args] } & {
      readonly this?: unknown;
    };

/** Conditions on the calls of a memoized function. */
export type MemoizedTemplate<Args extends readonly unknown[], Result, Names extends readonly string[]> = Omit<
  CallTemplate<CallValues<NamedArguments<Args, Names>, Awaited<Result>>>,
  "name" | "module" | "version"
>;

/**
 * Function whose calls are stored: a result that any process has computed is not computed again.
 *
 * @typeParam Names Names of the parameters, where they are given.
 */
export interface Memoized<
  Args extends readonly unknown[],
  Result,
  Names extends readonly string[] = readonly string[],
> {
  /**
   * Returns the stored result, or runs the function. Concurrent calls with equal arguments run it once, across all processes.
   *
   * The function gets copies of its arguments as they were at the call; ignored ones are passed unchanged.
   *
   * @throws the error of the function, which is not stored; `NOT_ROUND_TRIPPABLE` for arguments or a result that cannot be stored.
   */
  (...args: Args): Promise<Awaited<Result>>;
  /** Returns the key of a call with these arguments. */
  digest(...args: Args): string;
  /** Tells whether a call with these arguments is stored. */
  contains(...args: Args): Promise<boolean>;
  /** Returns the call with these arguments in the form that the storage takes, without its result. */
  call(...args: Args): Call;
  /**
   * Yields the stored calls of this function, module and version; see `CallStorage.query`.
   *
   * @throws {TypeError} also for an argument that the function does not have.
   */
  query(template?: MemoizedTemplate<Args, Result, Names>): AsyncIterable<StoredCall>;
  /** Returns the stored call that is most similar to one with these arguments, and the differences; `undefined` if that call is stored. */
  explainMiss(...args: Args): Promise<MissExplanation | undefined>;
  /** Removes the call with these arguments, and tells whether it was stored. */
  forget(...args: Args): Promise<boolean>;
  /** Returns this function bound to a receiver, as in `object.method(…)`; see {@link MemoizeOptions.self}. */
  of(receiver: unknown): Memoized<Args, Result, Names>;
}

/**
 * Stores the results of a function by its arguments. For methods, `self` returns the state of the receiver that affects the result.
 *
 * @example
 * ```ts
 * await using storage = new SqliteCalls("./calls.db");
 * const countTokens = memoize(count, { storage, parameters: ["text"] });
 * await countTokens("What was computed once is not computed again.");
 * ```
 * @throws {TypeError} for a value that is not a function, a function without a name, or invalid options; {@link RangeError} for an invalid
 * `ttlSeconds`.
 */
export function memoize<
  Fn extends (...args: never) => unknown,
  const Names extends readonly string[] = readonly string[],
>(fn: Fn, options: MemoizeOptions<Names>): Memoized<Parameters<Fn>, ReturnType<Fn>, Names> {
  checkMemoizeOptions(fn, options, "storage", "a storage of calls, such as await openCalls('./calls')");
  const { values } = options.storage;
  return memoizedOn(fn, options, new CallMaker(fn, options, (value) => values.digest(value)));
}

/** @param receiver Object that the function is called on. Default: `this` of each call. */
function memoizedOn<Fn extends (...args: never) => unknown, Names extends readonly string[]>(
  fn: Fn,
  { storage, ttlSeconds }: MemoizeOptions<Names>,
  maker: CallMaker,
  receiver?: unknown,
): Memoized<Parameters<Fn>, ReturnType<Fn>, Names> {
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
    query: (template: MemoizedTemplate<Args, ReturnType<Fn>, Names> = {}) => {
      maker.checkNames(template.arguments);
      return ofFunction(storage.query({ ...(template as CallTemplate), name, module, version }), maker.identity);
    },
    explainMiss: async (...args: Args) => {
      const call = callOf(args);
      return (await import("./explain-miss.ts")).explainMiss(storage, call);
    },
    forget: async (...args: Args) => storage.evict(storage.key(callOf(args))),
    of: (receiver: unknown) => memoizedOn<Fn, Names>(fn, { storage, ttlSeconds }, maker, receiver),
  });
}

/** Filters by module and version: a template cannot require that a field is absent. */
async function* ofFunction(
  calls: AsyncIterable<StoredCall>,
  { module, version }: FunctionIdentity,
): AsyncGenerator<StoredCall> {
  for await (const call of calls) if (call.module === module && call.version === version) yield call;
}
