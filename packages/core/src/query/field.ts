import { given } from "../errors/given.ts";
import type { EscapedKey } from "../fields/path.ts";

type Joined<Keys extends readonly string[]> = Keys extends readonly [
  infer Key extends string,
  ...infer Rest extends readonly string[],
]
  ? Rest extends readonly []
    ? EscapedKey<Key>
    : `${EscapedKey<Key>}.${Joined<Rest>}`
  : string;

/** Path of keys, as `field()` writes it. */
export type FieldPath<Keys extends readonly string[]> = Keys extends readonly [
  "and" | "or" | "not" | "id" | `$${string}` | `-${string}`,
  ...string[],
]
  ? `\\${Joined<Keys>}`
  : Joined<Keys>;

/** First keys that conditions or orders would read as words of their own. */
const RESERVED = /^(?:(?:and|or|not|id)$|[$-])/;

/**
 * Path of keys of any text, for conditions, orders and selections: a dot or backslash in a key is escaped, and a first key that would be a
 * word of the query, such as `and` or `$version`.
 *
 * @example
 * ```ts
 * results.find(Score, { where: { [field("gpt-4.1", "accuracy")]: { gt: 0.9 } } });
 * ```
 * @throws {TypeError} without a key, or for a key that is no text.
 */
export function field<const Keys extends readonly [string, ...string[]]>(...keys: Keys): FieldPath<Keys> {
  const [first] = keys;
  if (first === undefined || keys.some((key) => typeof key !== "string")) {
    throw new TypeError(
      `field() takes one or more keys, which are texts, got ${keys.map(given).join(", ") || "none"}.`,
    );
  }
  const path = keys.map((key) => key.replace(/[.\\]/g, "\\$&")).join(".");
  return (RESERVED.test(first) ? `\\${path}` : path) as FieldPath<Keys>;
}
