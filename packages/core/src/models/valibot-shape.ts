import type { StandardSchemaV1 } from "@standard-schema/spec";
import * as v from "valibot";
import { JsonShape } from "./json-shape.ts";

type Schema = v.GenericSchema;
/** Finds the shape of a part; undefined where it has none. */
type Find = (schema: Schema) => JsonShape | undefined;

interface Kind {
  /** A schema of the kind as Valibot makes it. */
  readonly sample: Schema;
  readonly shape: (schema: never, find: Find) => JsonShape | undefined;
}

const STRUCTURES: readonly Kind[] = [
  kind(v.string(), () => new JsonShape("string")),
  kind(v.number(), () => new JsonShape("number")),
  kind(v.boolean(), () => new JsonShape("boolean")),
  kind(v.any(), () => new JsonShape("any")),
  kind(v.unknown(), () => new JsonShape("any")),
  kind(v.array(v.any()), ({ item }, find) => around("array", find(item))),
  kind(v.record(v.string(), v.any()), ({ key, value }, find) =>
    find(key)?.kind === "string" ? around("record", find(value)) : undefined,
  ),
  kind(v.nullable(v.any()), (schema, find) =>
    schema.default === undefined ? around("nullable", find(schema.wrapped)) : undefined,
  ),
  kind(v.object({}), ({ entries }, find) => objectShape(entries, find)),
  kind(v.strictObject({}), ({ entries }, find) => objectShape(entries, find)),
  kind(v.looseObject({}), ({ entries }, find) => objectShape(entries, find)),
];

/** Schemas whose values may be scalars, and which are asked about each. */
const SCALARS: readonly unknown[] = [v.string, v.number, v.boolean, v.literal, v.picklist, v.enum, v.null, v.union];

/** Transformations that only the compiler sees. */
const FOR_TYPES = ["brand", "flavor", "readonly"];

const OPTIONAL: readonly Schema[] = [v.optional(v.any()), v.exactOptional(v.any())];

const shapes = new WeakMap<StandardSchemaV1, JsonShape | false>();

/**
 * The shape of the JSON that a schema made by Valibot gives back as it is; undefined for a schema that may give something else, or that
 * is not known. What a schema of another make does, only it can tell.
 */
export function shapeOf(schema: StandardSchemaV1): JsonShape | undefined {
  let shape = shapes.get(schema);
  if (shape === undefined) {
    shape = (schema["~standard"].vendor === "valibot" && findShape(schema as Schema, new Set())) || false;
    shapes.set(schema, shape);
  }
  return shape || undefined;
}

/** @param within the schemas that this one is a part of: what contains itself has no shape. */
function findShape(schema: Schema, within: ReadonlySet<Schema>): JsonShape | undefined {
  if (within.has(schema)) return undefined;
  const inner = new Set(within).add(schema);
  const find: Find = (part) => findShape(part, inner);
  const structure = STRUCTURES.find(({ sample }) => isAsMade(schema, sample));
  return structure ? structure.shape(schema as never, find) : scalarShape(schema);
}

function kind<S extends Schema>(sample: S, shape: (schema: S, find: Find) => JsonShape | undefined): Kind {
  return { sample, shape };
}

/** Tells whether a schema does what the sample does: whatever is put around a schema keeps its type, but changes what it does. */
function isAsMade(schema: Schema, sample: Schema): boolean {
  const keys = Object.keys(sample);
  return (
    schema.reference === sample.reference &&
    Object.keys(schema).length === keys.length &&
    keys.every((key) => Object.hasOwn(schema, key)) &&
    String(schema["~run"]) === String(sample["~run"])
  );
}

function around(kind: "array" | "record" | "nullable", part: JsonShape | undefined): JsonShape | undefined {
  return part && new JsonShape(kind, { parts: [part] });
}

function objectShape(entries: v.ObjectEntries, find: Find): JsonShape | undefined {
  const keys: string[] = [];
  for (const key in entries) keys.push(key); // As Valibot does: what is inherited, too.
  if (keys.includes("__proto__")) return undefined;
  const isOptional: boolean[] = [];
  const parts: JsonShape[] = [];
  for (const key of keys) {
    const optional = optionalPart(entries[key] as Schema);
    const part = find(optional ?? (entries[key] as Schema));
    if (!part) return undefined;
    isOptional.push(optional !== undefined);
    parts.push(part);
  }
  return new JsonShape("object", { keys, isOptional, parts });
}

/** What may be missing, without anything in its place. */
function optionalPart(schema: Schema): Schema | undefined {
  if (!OPTIONAL.some((sample) => isAsMade(schema, sample))) return undefined;
  const { wrapped, default: inPlace } = schema as v.OptionalSchema<Schema, unknown>;
  return inPlace === undefined ? wrapped : undefined;
}

function scalarShape(schema: Schema): JsonShape | undefined {
  if (schema.async || !SCALARS.includes(schema.reference) || transforms(schema)) return undefined;
  return new JsonShape("scalar", {
    admits: (value) => {
      const result = v.safeParse(schema, value);
      return result.success && Object.is(result.output, value);
    },
  });
}

/** Asked, such a schema would tell: but for nothing, since it says no each time. */
function transforms(schema: Schema): boolean {
  const pipe = "pipe" in schema ? (schema.pipe as readonly v.GenericPipeItem[]) : [];
  return pipe.some(({ kind, type }) => kind === "transformation" && !FOR_TYPES.includes(type));
}
