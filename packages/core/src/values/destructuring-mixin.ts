import { given } from "../errors/given.ts";
import { checkOptions } from "../options/check-options.ts";
import type { Constructor } from "../storage/constructor.ts";
import type { StorageBase } from "../storage/storage-base.ts";

/** Options for splitting values. */
export interface DestructuringOptions {
  /**
   * Greatest depth of a child that is stored within its parent. Default: 0. Scalars and empty containers have depth 0; arrays, plain
   * objects and Maps have the depth of their deepest child plus one; all other objects have infinite depth.
   */
  readonly remainingDepth?: number | undefined;
}

/**
 * Splits stored arrays, plain objects and Maps into parts, so that equal parts are stored once. Values can be read with any setting, and
 * splitting does not change their digest.
 *
 * @throws {RangeError} if `remainingDepth` is not a number from 0.
 */
export function DestructuringMixin<TBase extends Constructor<StorageBase>>(
  Base: TBase,
  options: DestructuringOptions = {},
): TBase {
  checkOptions(options, { remainingDepth: true }, "DestructuringMixin");
  const { remainingDepth = 0 } = options;
  if (typeof remainingDepth !== "number" || !(remainingDepth >= 0)) {
    throw new RangeError(`remainingDepth must be a number from 0, got ${given(remainingDepth)}.`);
  }
  // Abstract only for the compiler: the base class implements the abstract members of StorageBase.
  abstract class Destructuring extends (Base as Constructor<StorageBase>) {
    override get inlineDepth(): number {
      return remainingDepth;
    }
  }
  return Destructuring as unknown as TBase;
}
