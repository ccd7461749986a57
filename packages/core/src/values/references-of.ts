import { decodeValue } from "../codec/decode-value.ts";
import { namesType, REFERENCE } from "../codec/type-tags.ts";
import { isDigest } from "../ids/digest-text.ts";
import type { RecordContent } from "../records/record.ts";

/**
 * The digests of the parts that a record refers to.
 *
 * @throws {TypeError} when its types do not fit its data.
 */
export function referencesOf({ data, types }: RecordContent): readonly string[] {
  if (types === undefined || !namesType(types, (type) => type === REFERENCE)) return [];
  const references: string[] = [];
  decodeValue(
    data,
    types,
    (reference) => {
      if (!isDigest(reference)) throw new TypeError(`${JSON.stringify(reference.slice(0, 80))} is no digest`);
      references.push(reference);
      return {}; // No two parts are the same.
    },
    () => ({}),
  );
  return references;
}
