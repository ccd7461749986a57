import * as v from "valibot";
import { isJson } from "../codec/plain/is-json.ts";
import { isTypeTags, type TypeTags } from "../codec/type-tags.ts";
import type { RecordContent, RecordData } from "../records/record.ts";

/** Stored form of a result with its id, for transfer between backends. */
export interface ResultRecord extends RecordContent {
  readonly id: string;
}

const name = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.check((text) => text.isWellFormed(), "Expected text without lone surrogates"),
);
/** Tells whether a medium can write the data unchanged: JSON would turn NaN into null, and a date into text. */
function isRecordData(data: unknown): data is RecordData {
  return data instanceof Uint8Array || isJson(data);
}

const time = v.pipe(v.string(), v.isoTimestamp());
const Shape = v.object({
  modelName: name,
  namespace: name,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  data: v.nonOptional(v.custom<RecordData>(isRecordData, "Expected JSON or bytes from encodeValue()")),
  types: v.optional(v.custom<TypeTags>(isTypeTags, "Expected types from encodeValue()")),
  createdAt: time,
  updatedAt: time,
  expiresAt: v.optional(v.pipe(v.number(), v.integer())),
});

/**
 * Checks a record that is to be imported.
 *
 * @throws {TypeError} naming the record, the field, the expected and the received value.
 */
export function checkRecord(record: ResultRecord): ResultRecord {
  const parsed = v.safeParse(Shape, record);
  if (parsed.success) return record;
  const [issue] = parsed.issues;
  const id = typeof record?.id === "string" ? ` of '${record.id}'` : "";
  const field = v.getDotPath(issue) ?? "the record";
  throw new TypeError(`Expected a record from exportRecords(): ${field}${id}: ${issue.message}.`);
}
