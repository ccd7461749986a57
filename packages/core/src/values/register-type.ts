import { defaultRegistry, type ModelRegistry } from "../models/model-registry.ts";
import type { ValueType } from "../models/value-types.ts";

/** Where a type is registered. */
export interface RegisterTypeOptions {
  /** The default registry unless given. */
  readonly registry?: ModelRegistry | undefined;
}

/**
 * Registers a type of values: its instances may then be saved, loaded and digested, and be arguments and results of calls, at any depth. Stored
 * values name the type; no code is ever loaded for it.
 *
 * @example
 * ```ts
 * registerType("Money", {
 *   is: (value) => value instanceof Money,
 *   encode: ({ amount, currency }) => [amount, currency],
 *   decode: (data) => new Money(...(data as [number, string])),
 * });
 * ```
 * @throws {TypeError} for what is no type, and for a name that another type has.
 */
export function registerType<T>(name: string, type: ValueType<T>, { registry }: RegisterTypeOptions = {}): void {
  (registry ?? defaultRegistry).types.register(name, type);
}
