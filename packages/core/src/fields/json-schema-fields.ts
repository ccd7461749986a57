import { ANY_FIELDS, type Fields, fieldsOfEither, listFields, NO_FIELDS, objectFields } from "./fields.ts";

/** Parts of a JSON Schema that tell about fields. */
interface JsonSchema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

const SCALARS = new Set<unknown>(["string", "number", "integer", "boolean", "null"]);

/**
 * Fields of values of a JSON Schema. An object has those that it names, unless the schema says what others are. Of none it is known to be as
 * it was stored: the schema describes the output, not what led to it.
 */
export function jsonSchemaFields(schema: unknown): Fields {
  if (typeof schema !== "object" || schema === null) return ANY_FIELDS;
  const { type, properties, additionalProperties: rest, items, anyOf, oneOf, allOf } = schema as JsonSchema;
  const parts = anyOf ?? oneOf ?? allOf;
  if (parts) return fieldsOfEither(parts.map(jsonSchemaFields));
  if (SCALARS.has(type)) return NO_FIELDS;
  if (type === "array") return listFields(() => jsonSchemaFields(items));
  if (!properties && !rest) return ANY_FIELDS;
  return objectFields({
    names: Object.keys(properties ?? {}),
    of: (name) => jsonSchemaFields(properties?.[name]),
    rest: rest ? () => jsonSchemaFields(rest) : undefined,
  });
}
