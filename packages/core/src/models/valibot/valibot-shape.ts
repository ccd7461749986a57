import type { StandardSchemaV1 } from "@standard-schema/spec";
import * as v from "valibot";
import { JsonShape } from "./json-shape.ts";

type Schema = v.GenericSchema;

interface Kind {
  /** A schema of the kind as Valibot makes it. */
  readonly sample: Schema;
  readonly shape: (schema: never) => JsonShape | undefined;
}

const STRUCTURES: readonly Kind[] = [
  kind(v.string(), () => new JsonShape("string")),
  kind(v.number(), () => new JsonShape("number")),
  kind(v.boolean(), () => new JsonShape("boolean")),
  kind(v.any(), () => new JsonShape("any")),
  kind(v.unknown(), () => new JsonShape("any")),
  kind(v.array(v.any()), ({ item }) => around("array", shapeOf(item))),
  kind(v.record(v.string(), v.any()), ({ key, value }) =>
    shapeOf(key)?.kind === "string" ? around("record", shapeOf(value)) : undefined,
  ),
  kind(v.nullable(v.any()), (schema) =>
    schema.default === undefined ? around("nullable", shapeOf(schema.wrapped)) : undefined,
  ),
  kind(v.object({}), ({ entries }) => objectShape(entries)),
  kind(v.strictObject({}), ({ entries }) => objectShape(entries)),
  kind(v.looseObject({}), ({ entries }) => objectShape(entries)),
];

/** Schemas whose values may be scalars, and which are asked about each. */
const SCALARS: readonly unknown[] = [v.string, v.number, v.boolean, v.literal, v.picklist, v.enum, v.null, v.union];

/** How a schema made by Valibot answers as a Standard Schema. */
const VALIDATE = String(v.any()["~standard"].validate);

/** Transformations that only the compiler sees. */
const FOR_TYPES = ["brand", "flavor", "readonly"];

const OPTIONAL: readonly Schema[] = [v.optional(v.any()), v.exactOptional(v.any())];

/** What a schema and its parts have been found to be: each is looked at once, however many hold it. */
const shapes = new WeakMap<StandardSchemaV1, JsonShape | false>();

/**
 * The shape of the JSON that a schema made by Valibot gives back as it is; undefined for a schema that may give something else, or that
 * is not known. What a schema of another make does, only it can tell.
 */
export function shapeOf(schema: StandardSchemaV1): JsonShape | undefined {
  const known = shapes.get(schema);
  if (known !== undefined) return known || undefined;
  shapes.set(schema, false); // Until it is found: what contains itself has no shape.
  const shape = answersAsMade(schema) ? findShape(schema) : undefined;
  if (shape) shapes.set(schema, shape);
  return shape;
}

/** Whatever is put around the answer that Valibot gave a schema must be asked for each value. */
function answersAsMade(schema: StandardSchemaV1): schema is Schema {
  const answers: StandardSchemaV1.Props | undefined = schema["~standard"]; // A part of somebody's own making may have none.
  return answers?.vendor === "valibot" && String(answers.validate) === VALIDATE;
}

function findShape(schema: Schema): JsonShape | undefined {
  const structure = STRUCTURES.find(({ sample }) => isAsMade(schema, sample));
  return structure ? structure.shape(schema as never) : scalarShape(schema);
}

function kind<S extends Schema>(sample: S, shape: (schema: S) => JsonShape | undefined): Kind {
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

function objectShape(entries: v.ObjectEntries): JsonShape | undefined {
  const keys: string[] = [];
  const isOptional: boolean[] = [];
  const parts: JsonShape[] = [];
  // As Valibot does: what is inherited, too.
  for (const key in entries) {
    if (key === "__proto__" || isAccessor(entries, key)) return undefined;
    const optional = optionalPart(entries[key] as Schema);
    // To Valibot it is never missing: every object inherits it.
    if (optional && key in Object.prototype) return undefined;
    const part = shapeOf(optional ?? (entries[key] as Schema));
    if (!part) return undefined;
    keys.push(key);
    isOptional.push(optional !== undefined);
    parts.push(part);
  }
  return new JsonShape("object", { keys, isOptional, parts });
}

/** What an accessor gives may be another schema each time, which has others within, without end. */
function isAccessor(entries: object, key: string): boolean {
  for (let holder = entries; holder; holder = Object.getPrototypeOf(holder) as object) {
    const property = Object.getOwnPropertyDescriptor(holder, key);
    if (property) return property.get !== undefined;
  }
  return false;
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
