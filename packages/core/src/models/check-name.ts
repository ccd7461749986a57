/**
 * Checks the name of a model or a namespace, which is stored as text.
 *
 * @throws {TypeError} when it is no string, is empty, or holds a lone surrogate: media store text as UTF-8, which has none, so that it would
 * come back as another name.
 */
export function checkName(name: unknown, what: string): string {
  if (typeof name === "string" && name !== "" && name.isWellFormed()) return name;
  const given = typeof name === "string" ? JSON.stringify(name.slice(0, 80)) : name === null ? "null" : typeof name;
  throw new TypeError(`${what} must be a string that is not empty and holds no lone surrogate, got ${given}.`);
}
