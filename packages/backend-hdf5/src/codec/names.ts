/** Characters that a name of HDF5 cannot have or gives a meaning to, halves of surrogate pairs, and the escape itself. */
const SPECIAL = /[%/\0]|^\.$|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const ESCAPED = /%(?:u([0-9a-f]{4})|([0-9a-f]{2}))/g;
/** Name of an empty key. */
const EMPTY = "%";

/** Converts any text to a name of HDF5, which it nearly always is itself. */
export function nameOf(key: string): string {
  if (key === "") return EMPTY;
  return key.replace(SPECIAL, (unit) => {
    const code = unit.charCodeAt(0).toString(16);
    return code.length <= 2 ? `%${code.padStart(2, "0")}` : `%u${code.padStart(4, "0")}`;
  });
}

/** Converts a name back to its key; `undefined` for a name that {@link nameOf} does not make. */
export function keyOf(name: string): string | undefined {
  const key =
    name === EMPTY ? "" : name.replace(ESCAPED, (_, long, short) => String.fromCharCode(parseInt(long ?? short, 16)));
  return nameOf(key) === name ? key : undefined;
}
