import { type CorruptRecord, type FoundRecord, isoTime, type JsonValue, type RecordContent } from "@results-manager/core";
import { check, integer, minValue, number, object, optional, pipe, record, safeParse, string, unknown } from "valibot";

/**
 * What a record's file holds. The first three fields are those of the Python `results_manager`; files that have no others
 * are version 1 and never expire.
 */
const time = pipe(
  string(),
  check((text) => !Number.isNaN(Date.parse(text)), "not a time"),
);
const Envelope = object({
  model_type: string(),
  namespace: string(),
  data: unknown(),
  version: optional(pipe(number(), integer(), minValue(1))),
  types: optional(record(string(), string())),
  created_at: optional(string()),
  updated_at: optional(string()),
  expires_at: optional(time),
});

const EPOCH = "1970-01-01T00:00:00.000Z";
/** How every record of ours, and of the Python library, begins. */
const BEGINNING = /^\s*\{\s*"model_type"\s*:/;

/** The text of a record's file: JSON that a person can read. */
export function formatEnvelope(content: RecordContent, createdAt: string): string {
  const { modelName, namespace, data, version, types, updatedAt, expiresAt } = content;
  const envelope = {
    model_type: modelName,
    namespace,
    data,
    version,
    types,
    created_at: createdAt,
    updated_at: updatedAt,
    expires_at: expiresAt === undefined ? undefined : isoTime(expiresAt),
  };
  return `${JSON.stringify(envelope, null, 1)}\n`;
}

/** Reads the text of a record's file. The text itself is the revision: what reads the same is the same. */
export function parseEnvelope(text: string): NonNullable<FoundRecord> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    return corrupt(text, text === "" ? "the file is empty" : "it is not JSON", cause);
  }
  const { success, output, issues } = safeParse(Envelope, parsed);
  if (!success) return corrupt(text, `it is not a record: ${issues[0].message} at ${issues[0].path?.[0]?.key ?? "its root"}`);
  return {
    modelName: output.model_type,
    namespace: output.namespace,
    version: output.version ?? 1,
    data: output.data as JsonValue,
    types: output.types,
    createdAt: output.created_at ?? EPOCH,
    updatedAt: output.updated_at ?? EPOCH,
    expiresAt: output.expires_at === undefined ? undefined : Date.parse(output.expires_at),
    revision: text,
  };
}

/** Tells a damaged record from a file of somebody else: records begin in one way, or are empty where the power went. */
export function looksLikeRecord(text: string): boolean {
  return text === "" || BEGINNING.test(text) || /^\0*$/.test(text);
}

/** Tells a file of somebody else: JSON that neither is a record nor begins like one. */
export function isForeign(text: string, found: NonNullable<FoundRecord>): boolean {
  return found.corrupt !== undefined && !(found.cause instanceof SyntaxError) && !looksLikeRecord(text);
}

function corrupt(revision: string, reason: string, cause?: unknown): CorruptRecord {
  return { corrupt: reason, cause, revision };
}
