import { inspect } from "node:util";
import { isJson } from "../codec/plain/is-json.ts";
import { isTypeTags } from "../codec/type-tags.ts";
import type { RecordContent } from "../records/record.ts";

/** Stored form of a result with its id, for transfer between backends. */
export interface ResultRecord extends RecordContent {
  readonly id: string;
}

/** Condition of a field, and its text for messages. */
type Rule = readonly [isValid: (value: unknown) => boolean, expected: string];

const BRIEFLY = { depth: 0, maxStringLength: 60, breakLength: Number.POSITIVE_INFINITY };

/** ISO 8601 in UTC, as `Date.prototype.toISOString` writes it, or with less or more digits. */
const TIMESTAMP = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?Z$/;

const NAME: Rule = [
  (value) => typeof value === "string" && value !== "" && value.isWellFormed(),
  "text without lone surrogates",
];
const TIME: Rule = [(value) => typeof value === "string" && TIMESTAMP.test(value), "an ISO timestamp"];

const RULES: Readonly<Record<keyof RecordContent, Rule>> = {
  modelName: NAME,
  namespace: NAME,
  version: [(value) => Number.isInteger(value) && (value as number) >= 1, "a whole number from 1"],
  // JSON would turn NaN into null, and a date into text.
  data: [(value) => value instanceof Uint8Array || isJson(value), "JSON or bytes from encodeValue()"],
  types: [(value) => value === undefined || isTypeTags(value), "types from encodeValue()"],
  createdAt: TIME,
  updatedAt: TIME,
  expiresAt: [(value) => value === undefined || Number.isInteger(value), "milliseconds, a whole number"],
};

const ANY_NAME: Rule = [(value) => value === "" || NAME[0](value), NAME[1]];
const KEYED_RULES: typeof RULES = { ...RULES, modelName: ANY_NAME, namespace: ANY_NAME };

/**
 * Checks a record that is to be imported.
 *
 * @throws {TypeError} naming the record, the field, the expected and the received value.
 */
export function checkRecord(record: ResultRecord): ResultRecord {
  return checkFields(record, record?.id, RULES);
}

/** Checks a record of another face than results, whose names may be empty. @throws as {@link checkRecord}. */
export function checkKeyedRecord<R extends RecordContent & { readonly key: string }>(record: R): R {
  return checkFields(record, record?.key, KEYED_RULES);
}

function checkFields<R extends RecordContent>(record: R, key: string, rules: typeof RULES): R {
  const of = typeof key === "string" ? ` of '${key}'` : "";
  const fail = (field: string, expected: string, given: unknown): TypeError =>
    new TypeError(
      `Expected a record from exportRecords(): ${field}${of} must be ${expected}, got ${inspect(given, BRIEFLY)}.`,
    );
  if (typeof record !== "object" || record === null) throw fail("the record", "an object", record);
  for (const [field, [isValid, expected]] of Object.entries(rules)) {
    const given = record[field as keyof RecordContent];
    if (!isValid(given)) throw fail(field, expected, given);
  }
  return record;
}
