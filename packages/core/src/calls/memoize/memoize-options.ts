import { expiryOf } from "../../records/expiry.ts";
import type { CallStorage } from "../call-storage.ts";
import { checkName } from "../check-call.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { versionText } from "../version-text.ts";
import { RECEIVER } from "./receiver.ts";

/** How a function is memoized. */
export interface MemoizeOptions {
  /** Where its calls are kept. */
  readonly storage: CallStorage;
  /** What it is called; the name it was declared with unless given. Another name is another function. */
  readonly name?: string | undefined;
  /** Where it is, so that functions of one name are told apart. */
  readonly module?: string | undefined;
  /** Which one it is: raise it when the function computes something else. Its source is never looked at unless `fingerprint` says so. */
  readonly version?: string | number | undefined;
  /**
   * What tells one text of the function from another; `true` is the digest of its source. It is stored with the call, and no part of the key: a
   * call that was stored with another one, or without, is computed again and replaced.
   */
  readonly fingerprint?: string | boolean | undefined;
  /** The names of its arguments, in order; `"0"`, `"1"`, … unless given. Calls are queried by them. */
  readonly parameters?: readonly string[] | undefined;
  /** Arguments that make no difference to what it returns, by position or name. It gets them as they are. */
  readonly ignore?: readonly (number | string)[] | undefined;
  /**
   * For methods: what of the object they are called on makes a difference, as a value that can be stored; it stands among the arguments
   * as `this`. Without it, calls on instances of classes are refused, and on anything else `this` is `undefined`.
   */
  readonly self?: ((receiver: never) => unknown) | undefined;
  /** For how long a call is kept; forever unless given. A positive finite number of seconds. */
  readonly ttlSeconds?: number | undefined;
}

/**
 * Checks everything about a memoized function but its arguments, once.
 *
 * @throws {TypeError} for what is no function, has no name, or for options that are none; {@link RangeError} for `ttlSeconds`.
 */
export function checkMemoizeOptions(fn: (...args: never) => unknown, options: MemoizeOptions): void {
  if (typeof fn !== "function") throw new TypeError(`A function was expected, got ${kindOf(fn)}.`);
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`The options of memoize were expected, with a storage among them, got ${kindOf(options)}.`);
  }
  const {
    storage,
    name = fn.name,
    module,
    version,
    fingerprint,
    parameters = [],
    ignore = [],
    self,
    ttlSeconds,
  } = options;
  if (typeof storage?.getOrCompute !== "function") {
    throw new TypeError(`storage must be a storage of calls, such as new SqliteCalls(path), got ${kindOf(storage)}.`);
  }
  checkName(name, "The name of a memoized function (pass { name } for one without)");
  if (module !== undefined) checkName(module, "module");
  if (version !== undefined) checkVersion(version);
  if (fingerprint !== undefined && fingerprint !== false) fingerprintOf(fn, fingerprint);
  checkParameters(parameters);
  if (!Array.isArray(ignore)) throw new TypeError(`ignore must be a list, got ${kindOf(ignore)}.`);
  for (const each of ignore) checkIgnored(each, parameters);
  if (self !== undefined && typeof self !== "function") {
    throw new TypeError(`self must be a function of the receiver, got ${kindOf(self)}.`);
  }
  expiryOf(ttlSeconds, 0);
}

function checkVersion(version: unknown): void {
  checkName(versionText(version), "version");
}

function checkParameters(parameters: readonly string[]): void {
  if (!Array.isArray(parameters)) throw new TypeError(`parameters must be a list of names, got ${kindOf(parameters)}.`);
  for (const [position, name] of parameters.entries()) {
    checkName(name, "The name of a parameter");
    if (name === RECEIVER) throw new TypeError(`No parameter can be called '${RECEIVER}': that is the receiver.`);
    // Arguments that have no name are called by their positions: two of one call must not be called the same.
    if (/^(?:0|[1-9]\d*)$/.test(name) && name !== String(position)) {
      throw new TypeError(`A parameter called '${name}' is taken for that at position ${name}, got it at ${position}.`);
    }
  }
  if (new Set(parameters).size < parameters.length) throw new TypeError("parameters must be different names.");
}

function checkIgnored(ignored: number | string, parameters: readonly string[]): void {
  if (typeof ignored === "number" && Number.isInteger(ignored) && ignored >= 0) return;
  if (typeof ignored === "string" && parameters.includes(ignored)) return;
  throw new TypeError(
    `ignore must name positions from 0, or parameters (${parameters.join(", ") || "none are given"}), got ${String(ignored)}.`,
  );
}

function kindOf(value: unknown): string {
  return value === null ? "null" : typeof value;
}
