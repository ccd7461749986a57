import type { Fields } from "../fields/fields.ts";
import { fieldsOf } from "../fields/fields-of.ts";
import { fieldFinder, unknownField } from "../fields/find-field.ts";
import type { Model } from "../models/model.ts";
import { type QueryField, RECORD_FIELDS, type RecordField } from "./query-field.ts";

/** Parses a path, or the name of a property of the record. @throws {TypeError} for one that the model does not have, which it names. */
export type ParseField = (path: string) => QueryField;

/** Makes the function that parses the fields of a model. A field is known to be missing only where the schema tells its fields. */
export function fieldParser({ name, schema }: Model): ParseField {
  return parserOf(fieldsOf(schema), `model '${name}'`);
}

/** Makes the function that parses given fields, and properties of the record. */
export function parserOf(fields: Fields, of: string): ParseField {
  const find = fieldFinder(fields, of);
  return (path) => (typeof path === "string" && path.startsWith("$") ? { record: checkRecordField(path) } : find(path));
}

function checkRecordField(path: string): RecordField {
  const names = Object.keys(RECORD_FIELDS);
  if (names.includes(path)) return path as RecordField;
  const error = unknownField(path, path, names, "a record");
  error.message += " field() makes a path of a key that begins with $.";
  throw error;
}
