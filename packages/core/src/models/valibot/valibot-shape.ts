import type { StandardSchemaV1 } from "@standard-schema/spec";
import * as v from "valibot";
import { JsonShape } from "./json-shape.ts";

export { warmUpValibot } from "./warm-up-valibot.ts";

type Schema = v.GenericSchema;

/** Kind of schema that has a JSON shape. */
interface Kind {
  /** Schema of this kind, as made by Valibot. */
  readonly sample: Schema;
  readonly shape: (schema: never) => JsonShape | undefined;
}

const STRUCTURES: readonly Kind[] = [
  kind(v.string(), () => new JsonShape("string")),
  kind(v.number(), () => new JsonShape("number")),
  kind(v.boolean(), () => new JsonShape("boolean")),
  kind(v.any(), () => new JsonShape("any")),
  kind(v.unknown(), () => new JsonShape("any")),
  kind(v.array(v.any()), ({ item }) => wrapperShape("array", shapeOf(item))),
  kind(v.record(v.string(), v.any()), ({ key, value }) =>
    shapeOf(key)?.kind === "string" ? wrapperShape("record", shapeOf(value)) : undefined,
  ),
  kind(v.nullable(v.any()), (schema) =>
    schema.default === undefined ? wrapperShape("nullable", shapeOf(schema.wrapped)) : undefined,
  ),
  kind(v.object({}), ({ entries }) => objectShape(entries)),
  kind(v.strictObject({}), ({ entries }) => objectShape(entries)),
  kind(v.looseObject({}), ({ entries }) => objectShape(entries)),
];

/** Schemas whose values may be scalars; they are run for each value. */
const SCALARS: readonly unknown[] = [v.string, v.number, v.boolean, v.literal, v.picklist, v.enum, v.null, v.union];

/** Source of the Standard Schema function of schemas made by Valibot. */
const VALIDATE = String(v.any()["~standard"].validate);

/** Transformations that change only the type. */
const TYPE_ONLY = ["brand", "flavor", "readonly"];

const OPTIONAL: readonly Schema[] = [v.optional(v.any()), v.exactOptional(v.any())];

/** Cache of the shapes of schemas and their parts; false for a schema without a shape. */
const shapes = new WeakMap<StandardSchemaV1, JsonShape | false>();

/**
 * Returns the shape of the JSON that a Valibot schema returns unchanged; `undefined` for a schema that may change its input, that is not
 * known, or that was not made by Valibot.
 */
export function shapeOf(schema: StandardSchemaV1): JsonShape | undefined {
  const known = shapes.get(schema);
  if (known !== undefined) return known || undefined;
  shapes.set(schema, false); // Until the shape is found: a recursive schema has none.
  const shape = hasOriginalValidate(schema) ? findShape(schema) : undefined;
  if (shape) shapes.set(schema, shape);
  return shape;
}

/** Tells whether a schema has the original Standard Schema function of Valibot: a wrapped one must be run for each value. */
function hasOriginalValidate(schema: StandardSchemaV1): schema is Schema {
  const standard: StandardSchemaV1.Props | undefined = schema["~standard"]; // A custom part may have none.
  return standard?.vendor === "valibot" && String(standard.validate) === VALIDATE;
}

function findShape(schema: Schema): JsonShape | undefined {
  const structure = STRUCTURES.find(({ sample }) => behavesLike(schema, sample));
  return structure ? structure.shape(schema as never) : scalarShape(schema);
}

function kind<S extends Schema>(sample: S, shape: (schema: S) => JsonShape | undefined): Kind {
  return { sample, shape };
}

/** Tells whether a schema behaves like the sample: a wrapped schema has the same type but other properties or functions. */
function behavesLike(schema: Schema, sample: Schema): boolean {
  const keys = Object.keys(sample);
  return (
    schema.reference === sample.reference &&
    Object.keys(schema).length === keys.length &&
    keys.every((key) => Object.hasOwn(schema, key)) &&
    String(schema["~run"]) === String(sample["~run"])
  );
}

function wrapperShape(kind: "array" | "record" | "nullable", part: JsonShape | undefined): JsonShape | undefined {
  return part && new JsonShape(kind, { parts: [part] });
}

function objectShape(entries: v.ObjectEntries): JsonShape | undefined {
  const keys: string[] = [];
  const isOptional: boolean[] = [];
  const parts: JsonShape[] = [];
  // Includes inherited keys, as Valibot does.
  for (const key in entries) {
    if (key === "__proto__" || isAccessor(entries, key)) return undefined;
    const optional = optionalPart(entries[key] as Schema);
    // Valibot never finds such a key missing, since every object inherits it.
    if (optional && key in Object.prototype) return undefined;
    const part = shapeOf(optional ?? (entries[key] as Schema));
    if (!part) return undefined;
    keys.push(key);
    isOptional.push(optional !== undefined);
    parts.push(part);
  }
  return new JsonShape("object", { keys, isOptional, parts });
}

/** Tells whether a property is an accessor, which may return another schema each time, nested without end. */
function isAccessor(entries: object, key: string): boolean {
  for (let holder = entries; holder; holder = Object.getPrototypeOf(holder) as object) {
    const property = Object.getOwnPropertyDescriptor(holder, key);
    if (property) return property.get !== undefined;
  }
  return false;
}

/** Returns the wrapped schema of an optional schema without a default. */
function optionalPart(schema: Schema): Schema | undefined {
  if (!OPTIONAL.some((sample) => behavesLike(schema, sample))) return undefined;
  const { wrapped, default: defaultValue } = schema as v.OptionalSchema<Schema, unknown>;
  return defaultValue === undefined ? wrapped : undefined;
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

/** Tells whether a pipe transforms its input. Running such a schema as a scalar would only waste time. */
function transforms(schema: Schema): boolean {
  const pipe = "pipe" in schema ? (schema.pipe as readonly v.GenericPipeItem[]) : [];
  return pipe.some(({ kind, type }) => kind === "transformation" && !TYPE_ONLY.includes(type));
}
