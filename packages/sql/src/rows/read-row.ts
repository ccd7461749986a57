import { hash } from "node:crypto";
import { encodeValue, isoTime, isTypeTags, parsePythonJson, parseTime } from "@results-manager/core/internal";
import type {
  FoundRecord,
  JsonValue,
  RecordData,
  Revision,
  StoredRecord,
  TypeTags,
} from "@results-manager/core/storage";

/** Values of the columns that are read, without the id. Their types are unknown, since other programs may write to the table. */
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

/** Namespace of a record that has none: that of all models of the Python library. */
const DEFAULT_NAMESPACE = "default";
const EPOCH = "1970-01-01T00:00:00.000Z";
/** Times of SQLite's `CURRENT_TIMESTAMP` and Python's `isoformat()`: UTC without a time zone. */
const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)$/;

/**
 * Converts a row to a record, or says what is wrong with it.
 *
 * @param revision of the row, for a table that has a column of revisions; otherwise the content is the revision.
 */
export function fromRow(row: ReadRow, revision?: Revision): NonNullable<FoundRecord> {
  const defect = findDefect(row);
  if (defect) return { corrupt: defect, revision: revision ?? revisionOf(row) };
  try {
    return new RowRecord(row, revision);
  } catch (cause) {
    return { corrupt: "its data or its types are not JSON", cause, revision: revision ?? revisionOf(row) };
  }
}

/** A record whose revision is computed on demand, since only changes need it. */
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
  readonly #revision: Revision | undefined;

  /** @param row whose columns have the right types. */
  constructor(row: ReadRow, revision: Revision | undefined) {
    const [modelName, namespace, data, createdAt, updatedAt, version, types, expiresAt] = row;
    this.modelName = modelName as string;
    this.namespace = (namespace as string | null) ?? DEFAULT_NAMESPACE;
    this.version = version as number;
    const parsed = data instanceof Uint8Array ? { data } : parseData(data as string, isOwnFormat(updatedAt));
    this.data = parsed.data;
    this.types = types === null ? parsed.types : parseTypes(types as string);
    this.createdAt = isoTimeOf(createdAt);
    this.updatedAt = isoTimeOf(updatedAt);
    this.expiresAt = expiresAt === null ? undefined : (expiresAt as number);
    this.#row = row;
    this.#revision = revision;
  }

  get revision(): Revision {
    return this.#revision ?? revisionOf(this.#row);
  }

  get size(): number {
    return (this.#row[2] as string | Uint8Array).length;
  }
}

/** Revision of a row: its content as one text. */
export function revisionOf([modelName, namespace, data, , updatedAt, version, types, expiresAt]: ReadRow): string {
  const content = data instanceof Uint8Array ? hash("sha256", data) : data;
  return `${version} ${updatedAt} ${expiresAt} ${modelName} ${namespace}\n${types}\n${content}`;
}

function findDefect([modelName, namespace, data, , , version, types, expiresAt]: ReadRow): string | undefined {
  if (typeof modelName !== "string") return "'model_type' is not text";
  if (typeof namespace !== "string" && namespace !== null) return "'namespace' is not text";
  if (typeof data !== "string" && !(data instanceof Uint8Array)) return "'data' is neither text nor bytes";
  if (!Number.isInteger(version) || (version as number) < 1) return "'version' is not a version";
  if (types !== null && typeof types !== "string") return "'types' is not text";
  if (expiresAt !== null && typeof expiresAt !== "number") return "'expires_at' is not a time";
  return undefined;
}

/** Tells, by the format of the time, whether this library wrote a row. */
function isOwnFormat(updatedAt: unknown): boolean {
  return typeof updatedAt === "string" && updatedAt.length === EPOCH.length && updatedAt.endsWith("Z");
}

/** Parses data. Python writes numbers that JSON does not have, and integers of any length. */
function parseData(text: string, isOwnFormat: boolean): { readonly data: RecordData; readonly types?: TypeTags } {
  let parsed: JsonValue;
  try {
    parsed = JSON.parse(text) as JsonValue;
  } catch {
    return encodeValue(parsePythonJson(text));
  }
  // Python's `-0.0` is -0, which JSON would lose when it is written again.
  return isOwnFormat ? { data: parsed } : encodeValue(parsePythonJson(text, parsed));
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
