import type { FaceName, StoredSchema } from "results-manager";
import { FACES } from "./chosen-faces.ts";
import type { TransferRecord } from "./face-records.ts";

/** Content of a line of an export. */
export type StoredLine =
  | { readonly face: FaceName; readonly record: TransferRecord }
  | { readonly face: "schemas"; readonly schema: StoredSchema };

/** Formats a record as a line of JSON, which {@link parseLine} reads back. */
export function lineOfRecord(face: FaceName, record: TransferRecord): string {
  const { id, key, modelName: model, namespace, version, createdAt, updatedAt, expiresAt } = record;
  const { tags, aliases, types } = record;
  const isBytes = record.data instanceof Uint8Array;
  const data = isBytes ? undefined : record.data;
  const bytes = isBytes ? Buffer.from(record.data as Uint8Array).toString("base64") : undefined;
  // One literal: spreading the times takes a fifth of all.
  const line = {
    face,
    id,
    key,
    model,
    namespace,
    version,
    createdAt,
    updatedAt,
    expiresAt,
    tags,
    aliases,
    data,
    bytes,
    types,
  };
  return JSON.stringify(line);
}

/** Formats the schema of a model as a line of JSON, which {@link parseLine} reads back. */
export function lineOfSchema({ name: model, namespace, version, inferred, jsonSchema }: StoredSchema): string {
  return JSON.stringify({ face: "schemas", model, namespace, version, inferred, jsonSchema });
}

const RECORD_FIELDS: ReadonlySet<string> = new Set(
  "face id key model namespace version createdAt updatedAt expiresAt tags aliases data bytes types".split(" "),
);
const SCHEMA_FIELDS: ReadonlySet<string> = new Set("face model namespace version inferred jsonSchema".split(" "));

/**
 * Parses a line of an export. The fields of a record are checked when it is stored.
 *
 * @throws {SyntaxError} for text that is not JSON; {@link TypeError} for other JSON than a line of an export.
 */
export function parseLine(text: string): StoredLine {
  const line: unknown = JSON.parse(text);
  if (typeof line !== "object" || line === null) throw new TypeError("Expected a JSON object, as 'export' writes it.");
  const fields = line as Readonly<Record<string, unknown>>;
  if (fields.face === "schemas") return { face: "schemas", schema: schemaOf(fields) };
  const face = FACES.find((each) => each === fields.face);
  if (face === undefined)
    throw new TypeError(`Expected a "face" of ${FACES.join(", ")} or schemas, got ${JSON.stringify(fields.face)}.`);
  checkNames(fields, RECORD_FIELDS);
  const { model, data, bytes, face: _face, ...record } = fields;
  const content = { ...record, modelName: model, data: bytes === undefined ? data : bytesOf(bytes) };
  if (typeof (face === "results" ? fields.id : fields.key) !== "string")
    throw new TypeError(`Expected ${face === "results" ? 'an "id"' : 'a "key"'} that is text.`);
  return { face, record: content as unknown as TransferRecord };
}

function schemaOf(fields: Readonly<Record<string, unknown>>): StoredSchema {
  checkNames(fields, SCHEMA_FIELDS);
  const { model: name, namespace, version, inferred, jsonSchema } = fields;
  const isObject = typeof jsonSchema === "object" && jsonSchema !== null && !Array.isArray(jsonSchema);
  if (isName(name) && isName(namespace) && Number.isInteger(version) && typeof inferred === "boolean" && isObject)
    return {
      name,
      namespace,
      version: version as number,
      inferred,
      jsonSchema: jsonSchema as StoredSchema["jsonSchema"],
    };
  throw new TypeError("Expected a schema with a model, a namespace, a version, 'inferred' and a 'jsonSchema'.");
}

function checkNames(fields: object, known: ReadonlySet<string>): void {
  const unknown = Object.keys(fields).find((name) => !known.has(name));
  if (unknown !== undefined) throw new TypeError(`Unknown field ${JSON.stringify(unknown)}; 'export' writes none.`);
}

function bytesOf(text: unknown): Uint8Array {
  const bytes = Buffer.from(String(text), "base64");
  if (bytes.toString("base64") === text) return new Uint8Array(bytes);
  throw new TypeError('Expected "bytes" in base64.');
}

function isName(name: unknown): name is string {
  return typeof name === "string" && name !== "" && name.isWellFormed();
}
