import { digest } from "../digest/digest.ts";
import { ValueRef } from "./value-ref.ts";

/** The digest of a value that is given as it is, or by its digest. */
export function digestOf(value: unknown): string {
  return value instanceof ValueRef ? value.digest : digest(value);
}
