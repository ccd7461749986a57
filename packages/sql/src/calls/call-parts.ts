import type { RecordContent } from "@results-manager/core/storage";

/** Row of a call's argument: call, name, and the digest of its value. */
export type ArgumentRow = readonly [call: string, name: string, value: string];

/** Row of a call's metadata: call, subject, key, and the digest of its value. An empty key shows that the subject exists. */
export type MetadataRow = readonly [call: string, name: string, key: string, value: string];

/** Rows by which a call is found. */
export interface CallParts {
  readonly arguments: readonly ArgumentRow[];
  readonly metadata: readonly MetadataRow[];
}

/** Returns the rows by which a call is found; none for a record that is not a call. */
export function callParts(call: string, { data }: RecordContent): CallParts {
  const fields = isObject(data) ? data : {};
  const groups = Object.entries(isObject(fields.metadata) ? fields.metadata : {});
  return {
    arguments: texts(fields.arguments).map(([name, value]) => [call, name, value]),
    metadata: groups.flatMap(([subject, values]): MetadataRow[] => [
      [call, subject, "", ""],
      ...texts(values).map(([key, value]): MetadataRow => [call, subject, key, value]),
    ]),
  };
}

function texts(values: unknown): [name: string, value: string][] {
  if (!isObject(values)) return [];
  return Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}
