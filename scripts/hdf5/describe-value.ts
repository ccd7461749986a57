/**
 * Describes a value in JSON, in which what JSON lacks is an object with the name of its type. `check.py` describes what it reads in the same
 * way.
 */
export function describeValue(value: unknown): unknown {
  switch (typeof value) {
    case "undefined":
      return { undefined: null };
    case "bigint":
      return { bigint: String(value) };
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { number: Object.is(value, -0) ? "-0" : String(value) };
    case "object":
      return value === null ? null : describeObject(value);
    default:
      return value;
  }
}

function describeObject(value: object): unknown {
  if (value instanceof Date) return { Date: Number.isNaN(value.getTime()) ? null : value.toISOString() };
  if (Array.isArray(value)) return value.map(describeValue);
  if (value instanceof Map) return { Map: Array.from(value, (entry) => entry.map(describeValue)) };
  if (value instanceof Set) return { Set: Array.from(value, describeValue) };
  if (value instanceof ArrayBuffer) return { ArrayBuffer: Buffer.from(value).toString("hex") };
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return { [value.constructor.name]: bytes.toString("hex") };
  }
  return { object: Object.entries(value).map(([key, member]) => [key, describeValue(member)]) };
}
