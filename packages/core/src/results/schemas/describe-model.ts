import { isSameJson } from "../../codec/plain/is-same-json.ts";
import { parseId } from "../../ids/result-id.ts";
import { inferJsonSchema } from "../../models/json-schema/infer-json-schema.ts";
import type { JsonSchema } from "../../models/json-schema/json-schema.ts";
import type { Model } from "../../models/model.ts";
import type { FoundRecord } from "../../records/record.ts";
import type { StorageBackend } from "../../records/storage-backend.ts";
import { decodeContent } from "../../typed-records/decode-record.ts";
import type { RecordContext } from "../../typed-records/record-context.ts";
import { readContext } from "../read-result.ts";
import type { ModelSource } from "./model-notes.ts";
import { keyOfSchema, readSchema, SCHEMAS, type StoredSchema, schemaContent } from "./stored-schema.ts";

/**
 * Leaves the description of a model in the store, within an accepted call; returns false if nothing tells its schema. The schema of a model
 * replaces another one, since it may have changed within its version; a copied or inferred one only adds what is missing.
 * It takes no locks: a caller that waits for it may hold those of its result, or of the whole store.
 */
export async function describeModel(storage: StorageBackend & RecordContext, source: ModelSource): Promise<boolean> {
  const key = keyOfSchema(source);
  const [found] = await storage.read(SCHEMAS, [key]);
  const known = found && intactSchema(storage, key, found);
  const schema = await newSchema(storage, source, known);
  if (!schema) return known !== undefined;
  const content = schemaContent(schema, storage.clock.now());
  await storage.write(SCHEMAS, [{ key, condition: found ? "any" : "absent", content }]);
  return true;
}

/** Reads a description; returns `undefined` for a damaged one, which is then replaced. */
function intactSchema(storage: RecordContext, key: string, found: NonNullable<FoundRecord>): StoredSchema | undefined {
  try {
    return readSchema(storage, key, found);
  } catch {
    return undefined;
  }
}

/** Returns the description that is to be written, if any. */
async function newSchema(
  storage: StorageBackend & RecordContext,
  { name, version, namespace, model, own: told, schema, ids }: ModelSource,
  known: StoredSchema | undefined,
): Promise<StoredSchema | undefined> {
  const described = (jsonSchema: JsonSchema, inferred: boolean) => ({ name, version, namespace, jsonSchema, inferred });
  const own = told ?? (model && (await ownSchema(model)));
  if (own) return known && !known.inferred && isSameJson(own, known.jsonSchema) ? undefined : described(own, false);
  if (schema) return known && (schema.inferred || !known.inferred) ? undefined : schema;
  if (known) return undefined;
  const values = await valuesOf(storage, { name, version, namespace, ids });
  return values.length === 0 ? undefined : described(inferJsonSchema(values), true);
}

/** Returns the JSON Schema of a model. What makes it loads Valibot, which a thread that has no models does not need. */
async function ownSchema(model: Model): Promise<JsonSchema | undefined> {
  const { jsonSchemaOf } = await import("../../models/json-schema/json-schema-of.ts");
  return jsonSchemaOf(model);
}

/** Reads those results that the model has written. */
async function valuesOf(
  storage: StorageBackend & RecordContext,
  { name, version, namespace, ids }: ModelSource,
): Promise<readonly unknown[]> {
  const keys = ids.map((id) => parseId(id));
  const found = await storage.read("results", keys);
  return found.flatMap((record, i) => {
    if (!record || record.corrupt !== undefined) return [];
    const isOf = record.modelName === name && record.version === version && record.namespace === namespace;
    return isOf ? [decodeContent(record, readContext(storage, keys[i] as string))] : [];
  });
}
