import type { Constructor } from "../storage/constructor.ts";
import type { StorageBase } from "../storage/storage-base.ts";

/** How values are split. */
export interface DestructuringOptions {
  /**
   * A child no deeper than this stays within its parent; 0 unless given. Scalars and empty containers have depth 0, arrays, plain objects
   * and Maps one more than their deepest child, anything else is deeper than any number.
   */
  readonly remainingDepth?: number;
}

/**
 * Splits values that are stored: arrays, plain objects and Maps, so that equal parts are stored once. Any setting reads what any other has
 * written, and the digest of a split value is that of the whole.
 *
 * @throws {RangeError} when `remainingDepth` is not a number from 0.
 */
export function DestructuringMixin<TBase extends Constructor<StorageBase>>(
  Base: TBase,
  { remainingDepth = 0 }: DestructuringOptions = {},
): TBase {
  if (typeof remainingDepth !== "number" || !(remainingDepth >= 0)) {
    throw new RangeError(`remainingDepth must be a number from 0, got ${String(remainingDepth)}.`);
  }
  // Abstract to the compiler alone: the base implements what StorageBase leaves open.
  abstract class Destructuring extends (Base as Constructor<StorageBase>) {
    protected override get inlineDepth(): number {
      return remainingDepth;
    }
  }
  return Destructuring as unknown as TBase;
}
