import * as v from "valibot";
import { isJson } from "../codec/plain/is-json.ts";
import { isTypeTags, type TypeTags } from "../codec/type-tags.ts";
import type { RecordContent, RecordData } from "../records/record.ts";

/** A result as it is stored, with its id: what travels between backends. */
export interface ResultRecord extends RecordContent {
  readonly id: string;
}

const name = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.check((text) => text.isWellFormed(), "Expected text without lone surrogates"),
);
/** What a medium could not write as it is would be stored as something else: NaN as null, a date as text. */
function isRecordData(data: unknown): data is RecordData {
  return data instanceof Uint8Array || isJson(data);
}

const time = v.pipe(v.string(), v.isoTimestamp());
const Shape = v.object({
  modelName: name,
  namespace: name,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  data: v.nonOptional(v.custom<RecordData>(isRecordData, "Expected JSON, or bytes, as encodeValue() gives it")),
  types: v.optional(v.custom<TypeTags>(isTypeTags, "Expected types as encodeValue() gives them")),
  createdAt: time,
  updatedAt: time,
  expiresAt: v.optional(v.pipe(v.number(), v.integer())),
});

/**
 * Checks a record that comes from outside.
 *
 * @throws {TypeError} naming the record, the field, what it takes and what was given.
 */
export function checkRecord(record: ResultRecord): ResultRecord {
  const parsed = v.safeParse(Shape, record);
  if (parsed.success) return record;
  const [issue] = parsed.issues;
  const id = typeof record?.id === "string" ? ` of '${record.id}'` : "";
  const field = v.getDotPath(issue) ?? "the record";
  throw new TypeError(`A record as exportRecords() gives it was expected: ${field}${id}: ${issue.message}.`);
}
