import { isPlainArray } from "../../codec/plain/is-plain-array.ts";
import { isPlainObject } from "../../codec/plain/is-plain-object.ts";

/** The name under which what counts of a receiver stands among the arguments of a call. */
export const RECEIVER = "this";

/** Says what of a receiver makes a difference. */
export type Self = (receiver: never) => unknown;

/**
 * What of a receiver stands among the arguments of a call.
 *
 * @throws {TypeError} where there is no receiver.
 */
export function receiverArgument(receiver: unknown, self: Self, name: string): unknown {
  if (receiver !== undefined && receiver !== null) return self(receiver as never);
  throw new TypeError(`'${name}' works on an object: call it as a method, or through of(receiver).`);
}

/**
 * Refuses a receiver that could make a difference. Lists, object literals, modules and classes hold functions without being what those
 * work on.
 *
 * @throws {TypeError} for an instance of a class.
 */
export function refuseInstance(receiver: unknown, name: string): void {
  if (typeof receiver !== "object" || receiver === null || isPlainArray(receiver) || isPlainObject(receiver)) return;
  throw new TypeError(
    `'${name}' was called on an instance of ${receiver.constructor?.name || "a class"}, which is not among its arguments. ` +
      "Pass { self } to memoize to say what of it makes a difference to the result: { self: () => null } if nothing does.",
  );
}

/**
 * Makes sure that a receiver is still what the call was keyed by.
 *
 * @throws {TypeError} when it has changed since.
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
