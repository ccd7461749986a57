import { isPlainArray } from "../../codec/plain/is-plain-array.ts";
import { isPlainObject } from "../../codec/plain/is-plain-object.ts";

/** Name of the argument that stores the state of the receiver. */
export const RECEIVER = "this";

/** Returns the state of a receiver that affects the result. */
export type Self = (receiver: never) => unknown;

/**
 * Returns the argument that represents the receiver.
 *
 * @throws {TypeError} if there is no receiver.
 */
export function receiverArgument(receiver: unknown, self: Self, name: string): unknown {
  if (receiver !== undefined && receiver !== null && receiver !== globalThis) return self(receiver as never);
  throw new TypeError(`'${name}' needs a receiver: call it as a method, or through of(receiver).`);
}

/**
 * Refuses a receiver that may affect the result. Arrays, object literals, modules and classes are accepted: they often contain functions
 * that do not use them.
 *
 * @throws {TypeError} for an instance of a class.
 */
export function refuseInstance(receiver: unknown, name: string): void {
  if (typeof receiver !== "object" || receiver === null || isPlainArray(receiver) || isPlainObject(receiver)) return;
  if (receiver === globalThis) return; // A bundle for CommonJS may be in sloppy mode, where a function always has a receiver.
  throw new TypeError(
    `'${name}' was called on an instance of ${receiver.constructor?.name || "a class"}, which is not part of the key. ` +
      "Pass { self } to memoize to return the state that affects the result: { self: () => null } if there is none.",
  );
}

/**
 * Checks that a receiver still has the state from which the key was computed.
 *
 * @throws {TypeError} if it has changed since.
 */
export function checkReceiver(
  receiver: unknown,
  self: Self | undefined,
  keyed: unknown,
  name: string,
  digest: (value: unknown) => string,
): void {
  if (!self || digest(self(receiver as never)) === digest(keyed)) return;
  throw new TypeError(
    `The receiver of '${name}' was changed after the call and before the computation began. Await the call before changing it.`,
  );
}
