import { setProperty } from "../codec/set-property.ts";
import type { Call, CallTemplate, StoredCall } from "./call.ts";
import { explainMiss, type MissExplanation } from "./explain-miss.ts";
import { checkMemoizeOptions, type MemoizeOptions } from "./memoize-options.ts";

/** A function whose calls are kept: what was computed once, by whichever process, is not computed again. */
export interface Memoized<Args extends readonly unknown[], Result> {
  /**
   * What the function returns, or has returned. Concurrent calls with equal arguments run it once, in all processes.
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
}

/**
 * Keeps what a function returns, by its arguments.
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
  type Args = Parameters<Fn>;
  type Result = Awaited<ReturnType<Fn>>;
  const { storage, ttlSeconds } = options;
  const callOf = callMaker(fn, options);
  const { name, module, version } = callOf([]);
  const compute = (...args: Args): Promise<Result> =>
    storage.getOrCompute(callOf(args), () => fn(...(args as never)), { ttlSeconds }) as Promise<Result>;
  return Object.assign(compute, {
    digest: (...args: Args) => storage.key(callOf(args)),
    contains: async (...args: Args) => storage.contains(storage.key(callOf(args))),
    call: (...args: Args) => callOf(args),
    query: (template: Omit<CallTemplate, "name" | "module" | "version"> = {}) =>
      ofFunction(storage.query({ ...template, name, module, version }), callOf([])),
    explainMiss: async (...args: Args) => explainMiss(storage, callOf(args)),
    forget: async (...args: Args) => storage.evict(storage.key(callOf(args))),
  });
}

/** A template cannot ask for calls without a module or version. */
async function* ofFunction(calls: AsyncIterable<StoredCall>, { module, version }: Call): AsyncGenerator<StoredCall> {
  for await (const call of calls) if (call.module === module && call.version === version) yield call;
}

/** Makes calls of arguments. */
function callMaker(
  fn: (...args: never) => unknown,
  { name = fn.name, module, version, parameters = [], ignore = [] }: MemoizeOptions,
): (args: readonly unknown[]) => Call {
  const identity = {
    name,
    ...(module !== undefined && { module }),
    ...(version !== undefined && { version: String(version) }),
  };
  const nameOf = (position: number): string => parameters[position] ?? String(position);
  const ignored = new Set(ignore.map((each) => (typeof each === "number" ? nameOf(each) : each)));
  return (args) => {
    const named: Record<string, unknown> = {};
    for (let i = 0; i < args.length; i++) {
      const parameter = nameOf(i);
      if (!ignored.has(parameter)) setProperty(named, parameter, args[i]);
    }
    return { ...identity, arguments: named };
  };
}
