import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Model } from "./model.ts";
import { ModelRegistry, type RegisterOptions } from "./model-registry.ts";

/**
 * Makes a model that no shared registry knows, so that its name need not be unique in the program. Pass it to every call: a `get` without a
 * model finds only registered ones.
 *
 * @throws as `registerModel`, except `MODEL_CONFLICT`.
 */
export function defineModel<const Schema extends StandardSchemaV1>(
  name: string,
  schema: Schema,
  options?: RegisterOptions<Schema>,
): Model<Schema> {
  return new ModelRegistry().register(name, schema, options);
}
