import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { toJsonSchema } from "@valibot/to-json-schema";
import type { Model } from "../model.ts";
import type { JsonSchema } from "./json-schema.ts";

const TARGET = "draft-2020-12";

/** Options by which libraries describe what JSON Schema cannot express as anything, instead of refusing the whole schema. */
const LENIENT: StandardJSONSchemaV1.Options["libraryOptions"] = {
  unrepresentable: "any", // of Zod
  fallback: ({ base }: { readonly base: unknown }) => base, // of ArkType
};

/**
 * Returns the JSON Schema of the values that a model stores: of the outputs of its schema, or with an `encode`, of the inputs. `undefined` if
 * the schema has none.
 */
export function jsonSchemaOf({ schema, encode }: Model): JsonSchema | undefined {
  const side = encode ? "input" : "output";
  try {
    return plainSchema(schema["~standard"].vendor === "valibot" ? ofValibot(schema, side) : ofStandard(schema, side));
  } catch {
    return undefined; // The schema has a part that its library cannot describe.
  }
}

function ofStandard(schema: StandardSchemaV1, side: "input" | "output"): unknown {
  const { jsonSchema } = schema["~standard"] as Partial<StandardJSONSchemaV1.Props>;
  return jsonSchema?.[side]({ target: TARGET, libraryOptions: LENIENT });
}

function ofValibot(schema: StandardSchemaV1, typeMode: "input" | "output"): unknown {
  return toJsonSchema(schema as Parameters<typeof toJsonSchema>[0], { target: TARGET, typeMode, errorMode: "ignore" });
}

/** Copies a schema as plain JSON; a constant that is none, such as a bigint, is left out. */
function plainSchema(schema: unknown): JsonSchema | undefined {
  if (typeof schema !== "object" || schema === null) return undefined;
  const text = JSON.stringify(schema, (_, value: unknown) => (typeof value === "bigint" ? undefined : value));
  return JSON.parse(text) as JsonSchema;
}
