import { CanonicalForm } from "./canonical-form.ts";
import { sha256 } from "./sha256.ts";

/**
 * The digest of a value: 64 hexadecimal characters, the same in every process and release.
 *
 * Two values have the same digest if they are equal: the order of keys of objects, Maps and Sets does not matter, types do. `1`, `1n`, `"1"`,
 * `true`, `0`, `-0`, `null` and `undefined` all differ.
 *
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`, naming the path of a function, symbol, cycle, hole or class instance.
 */
export function digest(value: unknown): string {
  return sha256(new CanonicalForm(value).of(value));
}
