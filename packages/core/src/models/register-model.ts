import type { StandardSchemaV1 } from "@standard-schema/spec";
import { checkOptions } from "../options/check-options.ts";
import type { Model } from "./model.ts";
import { defaultRegistry, type ModelRegistry, REGISTER_OPTIONS, type RegisterOptions } from "./model-registry.ts";

/** Options of {@link registerModel}. */
export interface RegisterModelOptions<Schema extends StandardSchemaV1 = StandardSchemaV1>
  extends RegisterOptions<Schema> {
  /** Registry of the model; the default registry by default. */
  readonly registry?: ModelRegistry | undefined;
}

/**
 * Registers a schema under a name and returns the model.
 *
 * @throws {ModelConflictError} `MODEL_CONFLICT` when the namespace has another model of that name.
 * @throws {TypeError} when the name is empty, the schema is not a Standard Schema, or a path of `index` is unknown or cannot be indexed.
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
  checkOptions<RegisterModelOptions<Schema>>(options, { ...REGISTER_OPTIONS, registry: true }, "registerModel");
  const { registry = defaultRegistry, ...others } = options;
  return registry.register(name, schema, others);
}
