/** Tells whether a value is an array of this realm or another, and no instance of a subclass: only `Array.prototype` is an array itself. */
export function isPlainArray(value: object): value is unknown[] {
  return Array.isArray(value) && Array.isArray(Object.getPrototypeOf(value));
}
