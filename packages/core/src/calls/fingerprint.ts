import { digest } from "../values/digest.ts";
import { checkName } from "./check-call.ts";

const NATIVE = /\{\s*\[native code\]\s*\}\s*$/;

/**
 * Returns the fingerprint of a function: the given text, or with `true` the digest of its source.
 *
 * @throws {TypeError} for other values, and with `true` for a function without source, such as a bound one.
 */
export function fingerprintOf(fn: (...args: never) => unknown, fingerprint: string | true): string {
  if (fingerprint !== true) return checkName(fingerprint, "fingerprint");
  const source = Function.prototype.toString.call(fn);
  if (!NATIVE.test(source)) return digest(source);
  throw new TypeError(`'${fn.name}' is built in or bound, and has no source: pass a text as fingerprint.`);
}
