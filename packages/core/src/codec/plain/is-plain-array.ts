/** Tells whether a value is an array of this realm or another, but not of a subclass: only `Array.prototype` is itself an array. */
export function isPlainArray(value: object): value is unknown[] {
  return Array.isArray(value) && Array.isArray(Object.getPrototypeOf(value));
}
