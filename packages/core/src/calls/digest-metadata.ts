import { ValueRef } from "../codec/value-ref.ts";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { digest } from "../values/digest.ts";

/**
 * Returns the digest of a metadata value, which is stored in the record of the call itself.
 *
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`, for a reference too.
 */
export function digestMetadata(value: unknown): string {
  if (!(value instanceof ValueRef)) return digest(value);
  throw new NotRoundTrippableError([], "metadata cannot contain references; pass the value itself");
}
