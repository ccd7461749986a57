import { inspect } from "node:util";
import { isJson } from "../../codec/plain/is-json.ts";
import { given } from "../../errors/given.ts";
import type { StoredSchema } from "./stored-schema.ts";

/** Checks schemas that are to be imported. @throws {TypeError} for anything that `schemas()` does not return. */
export function checkSchemas(schemas: readonly StoredSchema[] = []): readonly StoredSchema[] {
  if (!Array.isArray(schemas)) throw new TypeError(`schemas must be a list from schemas(), got ${given(schemas)}.`);
  const wrong = (schemas as readonly unknown[]).find((schema) => !isStoredSchema(schema));
  if (wrong === undefined) return schemas;
  throw new TypeError(`schemas must be a list from schemas(), got one with ${inspect(wrong, { depth: 0 })}.`);
}

function isStoredSchema(schema: unknown): schema is StoredSchema {
  const { name, version, namespace, jsonSchema, inferred } = (schema ?? {}) as Partial<StoredSchema>;
  const isJsonSchema = typeof jsonSchema === "object" && jsonSchema !== null && isJson(jsonSchema);
  return (
    isJsonSchema && typeof inferred === "boolean" && isName(name) && isName(namespace) && Number.isInteger(version)
  );
}

function isName(name: unknown): boolean {
  return typeof name === "string" && name !== "" && name.isWellFormed();
}
