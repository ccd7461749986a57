import { dateOf, parseTime } from "../codec/built-ins.ts";
import type { ValueField } from "../fields/find-field.ts";
import type { RecordContent } from "../records/record.ts";

/** Properties of a record beside its value, by the name that conditions and orders have for them. */
export const RECORD_FIELDS = {
  $createdAt: ({ createdAt }: RecordContent): Date => dateOf(parseTime(createdAt)),
  $updatedAt: ({ updatedAt }: RecordContent): Date => dateOf(parseTime(updatedAt)),
  $version: ({ version }: RecordContent): number => version,
} as const;

/** Name of a property of a record. */
export type RecordField = keyof typeof RECORD_FIELDS;

/** Field that a query reads: of the value, by its keys, or of the record. */
export type QueryField = ValueField | { readonly record: RecordField };

/** Result that a query looks at. */
export interface Candidate {
  readonly id: string;
  /** Validated value. */
  readonly value: unknown;
  readonly content: RecordContent;
}

/** Returns the value of a field; `undefined` where it is missing. */
export function readField(field: QueryField, { value, content }: Candidate): unknown {
  return "record" in field ? RECORD_FIELDS[field.record](content) : valueAt(value, field.keys);
}

/** Returns the value at a path; `undefined` where it is missing. */
export function valueAt(value: unknown, keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== "object" || found === null) return undefined;
    if (Array.isArray(found)) found = itemAt(found, key);
    else if (Object.hasOwn(found, key)) found = (found as Readonly<Record<string, unknown>>)[key];
    else return undefined;
  }
  return found;
}

const INDEX = /^(?:0|-?[1-9]\d*)$/;

function itemAt(items: readonly unknown[], key: string): unknown {
  if (key === "length") return items.length;
  return INDEX.test(key) ? items.at(Number(key)) : undefined;
}
