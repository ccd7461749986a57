import { ValueRef } from "../codec/value-ref.ts";
import { CanonicalForm } from "../digest/canonical-form.ts";
import { sha256 } from "../digest/sha256.ts";
import { defaultRegistry } from "../models/model-registry.ts";
import type { ValueTypes } from "../models/value-types.ts";
import { seal } from "./seal.ts";

/**
 * Returns the digest of a value: 64 hexadecimal characters, the same in every process and release.
 *
 * Equal values have the same digest. The order of entries in objects, Maps and Sets does not matter; types do: `1`, `1n`, `"1"`, `true`,
 * `0`, `-0`, `null` and `undefined` all have different digests.
 *
 * The digest of a reference is the digest that it contains. The digest of a value that contains references can only be computed by the
 * store; `save` returns it.
 *
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`, with the path of a function, symbol, cycle, hole, class instance or reference.
 */
export function digest(value: unknown): string {
  return digestWith(value, defaultRegistry.types);
}

/** Returns the digest of a value that may contain instances of registered types. */
export function digestWith(original: unknown, types: ValueTypes): string {
  if (original instanceof ValueRef) return original.digest;
  const value = types.size > 0 ? seal(original, types) : original;
  return sha256(new CanonicalForm(value).of(value));
}
