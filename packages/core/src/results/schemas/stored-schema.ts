import { decodeValue } from "../../codec/decode-value.ts";
import { isPlainObject } from "../../codec/plain/is-plain-object.ts";
import { sha256 } from "../../digest/sha256.ts";
import { CorruptRecordError } from "../../errors/result-errors.ts";
import type { JsonSchema } from "../../models/json-schema/json-schema.ts";
import type { FoundRecord, RecordContent } from "../../records/record.ts";
import { isoTime } from "../../time/real-time.ts";
import { intact, type ReadContext } from "../../typed-records/decode-record.ts";
import type { RecordContext } from "../../typed-records/record-context.ts";

/** Model that a store describes, by its name, version and namespace. */
export interface DescribedModel {
  readonly name: string;
  readonly version: number;
  readonly namespace: string;
}

/** Model that has written results, as the store describes it. */
export interface StoredSchema extends DescribedModel {
  /** JSON Schema of the values as they are stored. */
  readonly jsonSchema: JsonSchema;
  /** The schema of the model has no JSON Schema: this one was inferred from data, and other values may differ from it. */
  readonly inferred: boolean;
}

/** Space of the descriptions. */
export const SCHEMAS = "models";

const ADVICE = "It describes a model, and no result is lost: remove it, or write a result with that model.";

/** Key of the description of a model: a digest, since names have any length. */
export function keyOfSchema({ name, namespace, version }: DescribedModel): string {
  return sha256(JSON.stringify([namespace, name, version]));
}

/** Makes the record of a description. */
export function schemaContent(schema: StoredSchema, now: number): RecordContent {
  const { name, namespace, version, jsonSchema, inferred } = schema;
  const time = isoTime(now);
  return {
    modelName: name,
    namespace,
    version,
    data: { json_schema: jsonSchema, inferred },
    types: undefined,
    createdAt: time,
    updatedAt: time,
    expiresAt: undefined,
  };
}

/** Reads the record of a description. @throws {CorruptRecordError} `CORRUPT_RECORD`. */
export function readSchema(storage: RecordContext, key: string, found: NonNullable<FoundRecord>): StoredSchema {
  const context: ReadContext = { id: key, locate: () => storage.locate(SCHEMAS, key), advice: ADVICE };
  const { modelName: name, namespace, version, data, types } = intact(found, context);
  const { json_schema: jsonSchema, inferred } = decodeValue(data, types) as Readonly<Record<string, unknown>>;
  if (typeof jsonSchema === "object" && jsonSchema !== null && isPlainObject(jsonSchema)) {
    return { name, version, namespace, jsonSchema: jsonSchema as JsonSchema, inferred: inferred !== false };
  }
  throw new CorruptRecordError(key, context.locate(), "it has no JSON Schema", undefined, ADVICE);
}
