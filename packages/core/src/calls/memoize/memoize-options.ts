import { given } from "../../errors/given.ts";
import { checkOptions, type OptionNames } from "../../options/check-options.ts";
import { expiryOf } from "../../records/expiry.ts";
import type { CallStorage } from "../call-storage.ts";
import { checkName } from "../check-call.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { versionText } from "../version-text.ts";
import { RECEIVER } from "./receiver.ts";

/** Options of a memoized function. */
export interface MemoizeOptions<Names extends readonly string[] = readonly string[]> extends FunctionOptions<Names> {
  /** Storage of its calls. */
  readonly storage: CallStorage;
}

/**
 * Options of a memoized function, without the storage of its calls.
 *
 * @typeParam Names Names of the parameters.
 */
export interface FunctionOptions<Names extends readonly string[] = readonly string[]> {
  /** Name of the function in the storage; functions with different names are different functions. Default: its declared name. */
  readonly name?: string | undefined;
  /** Module of the function, to distinguish functions of the same name. */
  readonly module?: string | undefined;
  /**
   * Version of the function: increase it when the function returns something else. Its source is not checked unless `fingerprint` is set.
   */
  readonly version?: string | number | undefined;
  /**
   * Fingerprint of the function's source; `true` uses the digest of the source. It is stored with the call but not part of the key: a call
   * that was stored with another fingerprint, or without, is computed again and replaced.
   */
  readonly fingerprint?: string | boolean | undefined;
  /** Names of the arguments, in order, for queries. Default: `"0"`, `"1"`, … */
  readonly parameters?: Names | undefined;
  /** Arguments that do not affect the result, by position or name. The function gets them unchanged. */
  readonly ignore?: readonly (number | string)[] | undefined;
  /**
   * For methods: returns the state of the receiver that affects the result, as a value that can be stored. It is stored as the argument
   * `this`. Without it, calls on class instances are refused, and `this` is `undefined` for all other calls.
   */
  readonly self?: ((receiver: never) => unknown) | undefined;
  /** Seconds until a call expires, a positive finite number. Default: never. */
  readonly ttlSeconds?: number | undefined;
}

const FUNCTION_OPTIONS: OptionNames<FunctionOptions> = {
  name: true,
  module: true,
  version: true,
  fingerprint: true,
  parameters: true,
  ignore: true,
  self: true,
  ttlSeconds: true,
};

/**
 * Checks the options of a memoized function.
 *
 * @param key Name of the option that holds the storage of the calls.
 * @param description Description of that storage.
 * @throws {TypeError} for a value that is not a function, a function without a name, or invalid options; {@link RangeError} for an invalid
 * `ttlSeconds`.
 */
export function checkMemoizeOptions<Key extends string>(
  fn: (...args: never) => unknown,
  options: FunctionOptions & Readonly<Partial<Record<Key, unknown>>>,
  key: Key,
  description: string,
): void {
  if (typeof fn !== "function") throw new TypeError(`fn must be a function, got ${given(fn)}.`);
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`options must be an object with ${description}, got ${given(options)}.`);
  }
  checkOptions<typeof options>(options, { ...FUNCTION_OPTIONS, [key]: true } as OptionNames<typeof options>, "memoize");
  const { name = fn.name, module, version, fingerprint, parameters = [], ignore = [], self, ttlSeconds } = options;
  const storage: unknown = options[key];
  if (typeof (storage as Partial<CallStorage> | null | undefined)?.getOrCompute !== "function") {
    const hasCalls = typeof storage === "object" && storage !== null && "calls" in storage;
    const got = hasCalls ? "a store: pass its property 'calls'" : given(storage);
    throw new TypeError(`${key} must be ${description}, got ${got}.`);
  }
  checkName(name, "The name of a memoized function (pass { name } for one without)");
  if (module !== undefined) checkName(module, "module");
  if (version !== undefined) checkVersion(version);
  if (fingerprint !== undefined && fingerprint !== false) fingerprintOf(fn, fingerprint);
  checkParameters(parameters);
  if (!Array.isArray(ignore)) throw new TypeError(`ignore must be a list, got ${given(ignore)}.`);
  for (const each of ignore) checkIgnored(each, parameters);
  if (self !== undefined && typeof self !== "function") {
    throw new TypeError(`self must be a function of the receiver, got ${given(self)}.`);
  }
  expiryOf(ttlSeconds, 0);
}

function checkVersion(version: unknown): void {
  checkName(versionText(version), "version");
}

function checkParameters(parameters: readonly string[]): void {
  if (!Array.isArray(parameters)) throw new TypeError(`parameters must be a list of names, got ${given(parameters)}.`);
  for (const [position, name] of parameters.entries()) {
    checkName(name, "The name of a parameter");
    if (name === RECEIVER) throw new TypeError(`No parameter can be named '${RECEIVER}', the name of the receiver.`);
    // Arguments without a name are named by position, and the names within a call must differ.
    if (/^(?:0|[1-9]\d*)$/.test(name) && name !== String(position)) {
      throw new TypeError(
        `The parameter at position ${position} cannot be named '${name}', the default name of position ${name}.`,
      );
    }
  }
  if (new Set(parameters).size < parameters.length) throw new TypeError("parameters must not contain duplicate names.");
}

function checkIgnored(ignored: number | string, parameters: readonly string[]): void {
  if (typeof ignored === "number" && Number.isInteger(ignored) && ignored >= 0) return;
  if (typeof ignored === "string" && parameters.includes(ignored)) return;
  throw new TypeError(
    `ignore must contain positions from 0, or names of parameters (${parameters.join(", ") || "none are given"}), got ${given(ignored)}.`,
  );
}
