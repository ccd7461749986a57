import { hash } from "node:crypto";
import {
  encodeValue,
  type FoundRecord,
  isoTime,
  isTypeTags,
  type JsonValue,
  parsePythonJson,
  parseTime,
  type RecordContent,
  type RecordData,
  type Revision,
  type StoredRecord,
  type TypeTags,
} from "@results-manager/core";
import { checkBytes, jsonOf } from "../value-limit.ts";

/** A row as it is written: the values of the columns, in their order. */
export type WrittenRow = readonly [
  id: string,
  modelType: string,
  namespace: string,
  data: string | Uint8Array,
  createdAt: string,
  updatedAt: string,
  version: number,
  types: string | null,
  expiresAt: number | null,
];

/** A row as it is read: the same without the id. Whoever else writes to the table may have put anything there. */
export type ReadRow = readonly [
  modelType: unknown,
  namespace: unknown,
  data: unknown,
  createdAt: unknown,
  updatedAt: unknown,
  version: unknown,
  types: unknown,
  expiresAt: unknown,
];

/** Of a record that does not say: Python's models are all in it. */
const DEFAULT_NAMESPACE = "default";
const EPOCH = "1970-01-01T00:00:00.000Z";
/** What `CURRENT_TIMESTAMP` writes, or Python's `isoformat()`: UTC, but they do not say so. */
const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)$/;

/** The row of a record. @throws {ValueTooLargeError} `VALUE_TOO_LARGE`. */
export function toRow(id: string, content: RecordContent): WrittenRow {
  const { modelName, namespace, data, createdAt, updatedAt, version, types, expiresAt } = content;
  const tags = types === undefined ? null : jsonOf(id, types);
  if (data instanceof Uint8Array) checkBytes(id, data.byteLength);
  const written = data instanceof Uint8Array ? data : jsonOf(id, data);
  return [id, modelName, namespace, written, createdAt, updatedAt, version, tags, expiresAt ?? null];
}

/** The record of a row, or what is wrong with it. */
export function fromRow(row: ReadRow): NonNullable<FoundRecord> {
  const misfit = findMisfit(row);
  if (misfit) return { corrupt: misfit, revision: revisionOf(row) };
  try {
    return new RowRecord(row);
  } catch (cause) {
    return { corrupt: "its data or its types are not JSON", cause, revision: revisionOf(row) };
  }
}

/** A record that works out its revision when somebody asks for it, which only changes do. */
class RowRecord implements StoredRecord {
  readonly modelName: string;
  readonly namespace: string;
  readonly version: number;
  readonly data: RecordData;
  readonly types: TypeTags | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: number | undefined;
  readonly #row: ReadRow;

  /** @param row whose columns have the right types. */
  constructor(row: ReadRow) {
    const [modelName, namespace, data, createdAt, updatedAt, version, types, expiresAt] = row;
    this.modelName = modelName as string;
    this.namespace = (namespace as string | null) ?? DEFAULT_NAMESPACE;
    this.version = version as number;
    const parsed = data instanceof Uint8Array ? { data } : parseData(data as string, isOurs(updatedAt));
    this.data = parsed.data;
    this.types = types === null ? parsed.types : parseTypes(types as string);
    this.createdAt = isoTimeOf(createdAt);
    this.updatedAt = isoTimeOf(updatedAt);
    this.expiresAt = expiresAt === null ? undefined : (expiresAt as number);
    this.#row = row;
  }

  get revision(): Revision {
    return revisionOf(this.#row);
  }
}

/** What a row says, as one text: a row that says the same is the same. */
function revisionOf([modelName, namespace, data, , updatedAt, version, types, expiresAt]: ReadRow): string {
  const said = data instanceof Uint8Array ? hash("sha256", data) : data;
  return `${version} ${updatedAt} ${expiresAt} ${modelName} ${namespace}\n${types}\n${said}`;
}

/** That a row has been written; works out its revision when somebody asks for it. */
export class RowWritten {
  readonly written = true;
  readonly #row: WrittenRow;

  constructor(row: WrittenRow) {
    this.#row = row;
  }

  get revision(): Revision {
    const [, ...row] = this.#row;
    return revisionOf(row);
  }
}

function findMisfit([modelName, namespace, data, , , version, types, expiresAt]: ReadRow): string | undefined {
  if (typeof modelName !== "string") return "'model_type' is not text";
  if (typeof namespace !== "string" && namespace !== null) return "'namespace' is not text";
  if (typeof data !== "string" && !(data instanceof Uint8Array)) return "'data' is neither text nor bytes";
  if (!Number.isInteger(version) || (version as number) < 1) return "'version' is not a version";
  if (types !== null && typeof types !== "string") return "'types' is not text";
  if (expiresAt !== null && typeof expiresAt !== "number") return "'expires_at' is not a time";
  return undefined;
}

/** This library writes times in one form, which others do not. */
function isOurs(updatedAt: unknown): boolean {
  return typeof updatedAt === "string" && updatedAt.length === EPOCH.length && updatedAt.endsWith("Z");
}

/** Python writes numbers that JSON does not know, and integers of any length. */
function parseData(text: string, isOurs: boolean): { readonly data: RecordData; readonly types?: TypeTags } {
  let parsed: JsonValue;
  try {
    parsed = JSON.parse(text) as JsonValue;
  } catch {
    return encodeValue(parsePythonJson(text));
  }
  // Python's -0.0 is -0, which JSON cannot tell when it is written again.
  return isOurs ? { data: parsed } : encodeValue(parsePythonJson(text, parsed));
}

function parseTypes(text: string): TypeTags {
  const types: unknown = JSON.parse(text);
  if (isTypeTags(types)) return types;
  throw new TypeError("'types' does not name types");
}

function isoTimeOf(value: unknown): string {
  if (typeof value !== "string") return EPOCH;
  if (value.length === EPOCH.length && value.endsWith("Z")) return value;
  const time = parseTime(value.replace(WITHOUT_ZONE, "$1T$2Z"));
  return Number.isNaN(time) ? EPOCH : isoTime(time);
}
