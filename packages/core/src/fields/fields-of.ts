import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { ANY_FIELDS, changed, type Fields } from "./fields.ts";
import { jsonSchemaFields } from "./json-schema-fields.ts";
import { valibotFields } from "./valibot-fields.ts";
import { zodFields } from "./zod-fields.ts";

/** Fields of the schemas that have been asked for: to read a schema takes longer than a small query. */
const known = new WeakMap<StandardSchemaV1, Fields>();

/** Fields that the output of a schema may have, as far as the schema tells: all of Valibot and Zod do, and those with a JSON Schema. */
export function fieldsOf(schema: StandardSchemaV1): Fields {
  let fields = known.get(schema);
  if (!fields) {
    fields = readFields(schema);
    known.set(schema, fields);
  }
  return fields;
}

function readFields(schema: StandardSchemaV1): Fields {
  if (schema["~standard"].vendor === "valibot") return unlessWrapped(schema, /~run/, valibotFields(schema));
  if ("_zod" in schema) return unlessWrapped(schema, /_zod|safeParse/, zodFields(schema));
  try {
    const { jsonSchema } = schema["~standard"] as Partial<StandardJSONSchemaV1.Props>;
    return jsonSchema ? jsonSchemaFields(jsonSchema.output({ target: "draft-2020-12" })) : ANY_FIELDS;
  } catch {
    return ANY_FIELDS; // The schema has a part that JSON Schema cannot express.
  }
}

/** A schema with another function to validate with may return anything. @param calls Part of the function of the library. */
function unlessWrapped(schema: StandardSchemaV1, calls: RegExp, fields: Fields): Fields {
  return calls.test(String(schema["~standard"].validate)) ? fields : changed(fields);
}
