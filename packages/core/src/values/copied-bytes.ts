import type { JsonValue } from "../codec/json-value.ts";
import { namesType, REFERENCE, type TypeTags } from "../codec/type-tags.ts";
import type { RecordData } from "../records/record.ts";

/** Stored part of a value with its references; a part that it contains twice is listed twice. */
export interface SizedPart {
  readonly record: { readonly data: RecordData; readonly types?: TypeTags | undefined };
  readonly references: readonly string[];
}

const ITEM_BYTES = 8;
const CONTAINER_BYTES = 48;
/** Types without bytes. Bytes are encoded as text but decoded to objects of their own, while strings are shared between copies. */
const SCALAR_TAGS: ReadonlySet<string> = new Set([REFERENCE, "undefined", "Date", "bigint", "number", "Map", "Set"]);

/**
 * Estimates the memory of a loaded value beyond its stored parts. A part is copied for every further place that contains it: thirty parts,
 * each containing the next one twice, become a billion copies.
 *
 * @param parts Parts by key, each after those it refers to.
 */
export function copiedBytes(root: string, parts: ReadonlyMap<string, SizedPart>, order: Iterable<string>): number {
  const whole = new Map<string, number>();
  let stored = 0;
  for (const key of order) {
    const { record, references } = parts.get(key) as SizedPart;
    const own = ownBytes(record);
    stored += own;
    whole.set(
      key,
      references.reduce((sum, reference) => sum + (whole.get(reference) ?? 0), own),
    );
  }
  return (whole.get(root) ?? 0) - stored;
}

function ownBytes({ data, types }: SizedPart["record"]): number {
  if (data instanceof Uint8Array) return CONTAINER_BYTES + data.byteLength;
  const holdsBytes = types !== undefined && namesType(types, (type) => !SCALAR_TAGS.has(type));
  return bytesOf(data, holdsBytes);
}

function bytesOf(data: JsonValue, holdsBytes: boolean): number {
  if (typeof data === "string") return ITEM_BYTES + (holdsBytes ? data.length : 0);
  if (typeof data !== "object" || data === null) return ITEM_BYTES;
  let bytes = CONTAINER_BYTES;
  const items: readonly JsonValue[] = Array.isArray(data) ? data : Object.values(data);
  for (const item of items) bytes += bytesOf(item, holdsBytes);
  return bytes;
}
