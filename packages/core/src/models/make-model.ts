import type { StandardSchemaV1 } from "@standard-schema/spec";
import { given } from "../errors/given.ts";
import { checkName } from "./check-name.ts";
import type { Model, ModelEncode, ModelUpgrades, Parsed } from "./model.ts";
import { type IndexPaths, parseIndexes } from "./model-index.ts";
import { remember } from "./model-of-value.ts";
import type { ModelRegistry } from "./model-registry.ts";
import { loadShapes } from "./valibot/shapes.ts";
import { validate } from "./validate.ts";
import { zodEncode } from "./zod/zod-encode.ts";

/** Definition of a model besides its name and schema. */
export interface ModelDefinition<Schema extends StandardSchemaV1 = StandardSchemaV1> {
  /** Version of the schema, a whole number from 1; 1 by default. */
  readonly version?: number | undefined;
  /** Upgrade step for each older version that may be stored. */
  readonly upgrade?: ModelUpgrades | undefined;
  /** Turns an output of a transforming schema back into its input, which is then stored. Codecs of Zod 4 give their own. */
  readonly encode?: ModelEncode<Schema> | undefined;
  /**
   * Paths by which results are found and ordered fast, on media that have indexes: each a path, or a list of paths, of which the first ones are
   * compared for equality. Each makes every write of the model take longer.
   */
  readonly index?: IndexPaths<Schema> | undefined;
}

/**
 * Makes a model that is not in a namespace yet.
 *
 * @throws {TypeError} when the name is empty or not well-formed, the schema is not a Standard Schema, or a path of `index` cannot be indexed.
 * @throws {RangeError} when the version or a step of `upgrade` is out of range.
 */
export function makeModel<const Schema extends StandardSchemaV1>(
  registry: ModelRegistry,
  name: string,
  schema: Schema,
  { version = 1, upgrade = {}, encode: given, index }: ModelDefinition<Schema>,
): Model<Schema> {
  check(name, schema, version, upgrade);
  // Zod's types ensure that its codecs turn outputs into inputs.
  const encode = given ?? (zodEncode(schema) as ModelEncode<Schema> | undefined);
  loadShapes(schema);
  const model: Model<Schema> = {
    name,
    schema,
    version,
    upgrade,
    encode,
    indexes: parseIndexes(name, schema, index),
    registry,
    parse(input) {
      const value = validate(model, input);
      if (!(value instanceof Promise)) return remember(value, model) as Parsed<StandardSchemaV1.InferOutput<Schema>>;
      value.catch(() => {}); // The caller gets the TypeError; a later rejection is ignored.
      throw new TypeError(`The schema of model '${name}' is asynchronous: use parseAsync instead of parse.`);
    },
    async parseAsync(input) {
      return remember(await validate(model, input), model) as Parsed<StandardSchemaV1.InferOutput<Schema>>;
    },
  };
  return Object.freeze(model);
}

function check(name: unknown, schema: unknown, version: unknown, upgrade: ModelUpgrades): void {
  checkName(name, "The name of a model");
  if (!isStandardSchema(schema)) {
    throw new TypeError(`Model '${name}' needs a Standard Schema v1 (Valibot, Zod, ArkType, …), got ${given(schema)}.`);
  }
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    throw new RangeError(`The version of model '${name}' must be a whole number from 1, got ${given(version)}.`);
  }
  for (const step of Object.keys(upgrade)) {
    const from = Number(step);
    if (!Number.isInteger(from) || from < 1 || from >= version) {
      throw new RangeError(
        `Upgrades of model '${name}' start at versions 1 to ${version - 1}, got a step for '${step}'.`,
      );
    }
  }
}

function isStandardSchema(schema: unknown): schema is StandardSchemaV1 {
  // Schemas of ArkType are functions.
  if ((typeof schema !== "object" && typeof schema !== "function") || schema === null) return false;
  const standard = (schema as { readonly "~standard"?: { readonly version?: unknown; readonly validate?: unknown } })[
    "~standard"
  ];
  return standard?.version === 1 && typeof standard.validate === "function";
}
