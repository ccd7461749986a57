import { defaultRegistry, type ModelRegistry } from "../models/model-registry.ts";
import type { ValueType } from "../models/value-types.ts";
import { checkOptions } from "../options/check-options.ts";

/** Options for registering a type. */
export interface RegisterTypeOptions {
  /** Registry of the type. Default: the default registry. */
  readonly registry?: ModelRegistry | undefined;
}

/**
 * Registers a type of values. Its instances can then be saved, loaded and digested, and be arguments and results of calls, at any depth.
 * Stored values contain the name of the type; no code is loaded for it.
 *
 * @example
 * ```ts
 * registerType("Money", {
 *   is: (value) => value instanceof Money,
 *   encode: ({ amount, currency }) => [amount, currency],
 *   decode: (data) => new Money(...(data as [number, string])),
 * });
 * ```
 * @throws {TypeError} for an invalid type, and for a name that is already registered.
 */
export function registerType<T>(name: string, type: ValueType<T>, options: RegisterTypeOptions = {}): void {
  checkOptions(options, { registry: true }, "registerType");
  (options.registry ?? defaultRegistry).types.register(name, type);
}
