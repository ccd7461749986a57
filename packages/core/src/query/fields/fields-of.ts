import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { ANY_FIELDS, type Fields } from "./fields.ts";
import { jsonSchemaFields } from "./json-schema-fields.ts";
import { valibotFields } from "./valibot-fields.ts";
import { zodFields } from "./zod-fields.ts";

/** Fields that the output of a schema may have, as far as the schema tells: all of Valibot and Zod do, and those with a JSON Schema. */
export function fieldsOf(schema: StandardSchemaV1): Fields {
  if (schema["~standard"].vendor === "valibot") return valibotFields(schema);
  if ("_zod" in schema) return zodFields(schema);
  try {
    const { jsonSchema } = schema["~standard"] as Partial<StandardJSONSchemaV1.Props>;
    return jsonSchema ? jsonSchemaFields(jsonSchema.output({ target: "draft-2020-12" })) : ANY_FIELDS;
  } catch {
    return ANY_FIELDS; // The schema has a part that JSON Schema cannot express.
  }
}
