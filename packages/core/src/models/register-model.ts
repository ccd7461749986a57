import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Model } from "./model.ts";
import { defaultRegistry, type ModelRegistry, type RegisterOptions } from "./model-registry.ts";

/** {@link RegisterOptions}, and which registry to use. */
export interface RegisterModelOptions<Schema extends StandardSchemaV1 = StandardSchemaV1>
  extends RegisterOptions<Schema> {
  /** The default registry unless given. */
  readonly registry?: ModelRegistry;
}

/**
 * Registers a schema under a name, and returns its model.
 *
 * @throws {ModelConflictError} `MODEL_CONFLICT` when the namespace has another schema of that name.
 * @throws {TypeError} when the name is empty or the schema is no Standard Schema.
 * @throws {RangeError} when the version or a step of `upgrade` is out of range.
 *
 * @example
 * ```ts
 * const Person = registerModel("Person", v.object({ name: v.string(), age: v.number() }));
 * ```
 */
export function registerModel<const Schema extends StandardSchemaV1>(
  name: string,
  schema: Schema,
  options: RegisterModelOptions<Schema> = {},
): Model<Schema> {
  return (options.registry ?? defaultRegistry).register(name, schema, options);
}
