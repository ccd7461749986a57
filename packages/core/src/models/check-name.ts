import { given } from "../errors/given.ts";

/**
 * Checks the name of a model, a namespace or a type, which is stored as text.
 *
 * @throws {TypeError} when it is not a string, is empty, or contains a lone surrogate: UTF-8 cannot encode that, so the stored name would
 * differ.
 */
export function checkName(name: unknown, what: string): string {
  if (typeof name === "string" && name !== "" && name.isWellFormed()) return name;
  throw new TypeError(`${what} must be a non-empty string without lone surrogates, got ${given(name)}.`);
}
