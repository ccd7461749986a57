import { dateFromIso } from "../codec/built-ins.ts";
import { bytesFromBase64, bytesToBase64 } from "../codec/bytes.ts";
import type { JsonValue } from "../codec/json-value.ts";
import { isTypeTags } from "../codec/type-tags.ts";
import type { FoundRecord, RecordContent } from "../records/record.ts";

/** Record as JSON: bytes are base64 under a name of their own. */
type RecordText = Omit<RecordContent, "data"> & ({ readonly data: JsonValue } | { readonly bytes: string });

/** Formats a record as one line of JSON. */
export function formatRecord({ data, ...content }: RecordContent): string {
  const text: RecordText =
    data instanceof Uint8Array ? { ...content, bytes: bytesToBase64(data) } : { ...content, data };
  return JSON.stringify(text);
}

/** Parses the text of a record. The text is also its revision. */
export function parseRecord(text: string): NonNullable<FoundRecord> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    return { corrupt: "it is not JSON", cause, revision: text };
  }
  const defect = findDefect(parsed);
  if (defect !== undefined) return { corrupt: `it is not a record: ${defect}`, revision: text };
  const { modelName, namespace, version, types, createdAt, updatedAt, expiresAt, ...rest } = parsed as RecordText;
  const data = "bytes" in rest ? (bytesFromBase64("Uint8Array", rest.bytes) as Uint8Array | undefined) : rest.data;
  if (data === undefined) return { corrupt: "it is not a record: 'bytes' is not base64", revision: text };
  return { modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt, revision: text };
}

/** Returns the reason why parsed JSON is not a record. Checked by hand: this runs on every read. */
function findDefect(parsed: unknown): string | undefined {
  if (typeof parsed !== "object" || parsed === null) return "it is not an object";
  const { modelName, namespace, version, data, bytes, types, createdAt, updatedAt, expiresAt } = parsed as Readonly<
    Record<string, unknown>
  >;
  if (typeof modelName !== "string") return "'modelName' is not text";
  if (typeof namespace !== "string") return "'namespace' is not text";
  if (!Number.isInteger(version) || (version as number) < 1) return "'version' is not a version";
  if (data === undefined && typeof bytes !== "string") return "'data' is missing";
  if (types !== undefined && !isTypeTags(types)) return "'types' does not name types";
  if (!isTime(createdAt)) return "'createdAt' is not a time";
  if (!isTime(updatedAt)) return "'updatedAt' is not a time";
  // Refused rather than ignored: a record with an expiry time must not live for ever.
  if (expiresAt !== undefined && !Number.isInteger(expiresAt)) return "'expiresAt' is not a time";
  return undefined;
}

function isTime(value: unknown): boolean {
  return typeof value === "string" && dateFromIso(value) !== undefined;
}
