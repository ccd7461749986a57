import { given } from "../errors/given.ts";
import type { Model } from "../models/model.ts";
import { nearestName } from "../options/nearest-name.ts";
import { fieldsOf } from "./fields/fields-of.ts";
import { parsePath } from "./parse-path.ts";
import { type QueryField, RECORD_FIELDS, type RecordField } from "./query-field.ts";

/** Parses a path, or the name of a property of the record. @throws {TypeError} for one that the model does not have, which it names. */
export type ParseField = (path: string) => QueryField;

/** Makes the function that parses the fields of a model. A field is known to be missing only where the schema tells its fields. */
export function fieldParser({ name, schema }: Model): ParseField {
  const root = fieldsOf(schema);
  return (path) => {
    if (typeof path === "string" && path.startsWith("$")) return { record: checkRecordField(path) };
    const keys = parsePath(path);
    let fields = root;
    for (const key of keys) {
      const next = fields.at(key);
      if (!next) throw unknownField(path, key, fields.names, `model '${name}'`);
      fields = next;
    }
    return { keys };
  };
}

function checkRecordField(path: string): RecordField {
  const names = Object.keys(RECORD_FIELDS);
  if (names.includes(path)) return path as RecordField;
  const error = unknownField(path, path, names, "a record");
  error.message += " field() makes a path of a key that begins with $.";
  throw error;
}

function unknownField(path: string, key: string, names: readonly string[], of: string): TypeError {
  const nearest = nearestName(key, names);
  const part = key === path ? "" : `: there is no ${given(key)}`;
  const advice = nearest === undefined ? "" : ` Did you mean '${nearest}'?`;
  const known = names.length === 0 ? " The path ends before it." : ` Its fields are ${names.join(", ")}.`;
  return new TypeError(`Unknown field ${given(path)} of ${of}${part}.${advice}${known}`);
}
