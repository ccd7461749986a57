import { decodeValue } from "../codec/decode-value.ts";
import { namesType, REFERENCE } from "../codec/type-tags.ts";
import { isDigest } from "../ids/digest-text.ts";
import type { RecordContent } from "../records/record.ts";

/**
 * Returns the digests of the parts that a record refers to.
 *
 * @throws {TypeError} if the types of the record do not fit its data.
 */
export function referencesOf({ data, types }: RecordContent): readonly string[] {
  if (types === undefined || !namesType(types, (type) => type === REFERENCE)) return [];
  const references: string[] = [];
  decodeValue(
    data,
    types,
    (reference) => {
      if (!isDigest(reference)) throw new TypeError(`${JSON.stringify(reference.slice(0, 80))} is not a digest`);
      references.push(reference);
      return {}; // A new object each time: equal members of a Set would be refused.
    },
    () => ({}),
  );
  return references;
}
