import { ValueRef } from "../codec/value-ref.ts";
import { CanonicalForm } from "../digest/canonical-form.ts";
import { sha256 } from "../digest/sha256.ts";
import { defaultRegistry } from "../models/model-registry.ts";
import type { ValueTypes } from "../models/value-types.ts";
import { seal } from "./seal.ts";

/**
 * The digest of a value: 64 hexadecimal characters, the same in every process and release.
 *
 * Two values have the same digest if they are equal: the order of keys of objects, Maps and Sets does not matter, types do. `1`, `1n`, `"1"`,
 * `true`, `0`, `-0`, `null` and `undefined` all differ.
 *
 * The digest of a reference is what it refers to. Of a value that holds references the store alone knows the digest: `save` returns it.
 *
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`, naming the path of a function, symbol, cycle, hole, class instance or reference.
 */
export function digest(value: unknown): string {
  return digestWith(value, defaultRegistry.types);
}

/** The digest of a value that may hold instances of these types. */
export function digestWith(given: unknown, types: ValueTypes): string {
  if (given instanceof ValueRef) return given.digest;
  const value = types.size > 0 ? seal(given, types) : given;
  return sha256(new CanonicalForm(value).of(value));
}
