import fc from "fast-check";
import { unicodeStringArbitrary } from "./unicode-strings.ts";

/** Keys that a plain assignment or a naive copy handles wrongly. */
const KEYS: readonly string[] = [
  "a",
  "b",
  "__proto__",
  "constructor",
  "toString",
  "0",
  "",
  "a/b",
  "a~b",
  "~1",
  "$",
  "then",
  "length",
];

/** Arbitrary value that survives storage: JSON and all further types that the library stores, nested at random. */
export function valueArbitrary(): fc.Arbitrary<unknown> {
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof({ maxDepth: 4, depthSize: "small" }, scalar(), ...containers(tie("value"))),
  }));
  return value;
}

/** Arbitrary value of a type that contains no other value. */
function scalar(): fc.Arbitrary<unknown> {
  return fc.oneof(
    unicodeStringArbitrary(),
    fc.constantFrom("\ud800", "\udfff-", "", "\u0000", "2026-01-01T00:00:00.000Z", "12n", "NaN"),
    fc.double(),
    fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MIN_VALUE, 2 ** 53),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.bigInt(),
    fc.date({ noInvalidDate: false }),
    bytes(),
  );
}

function bytes(): fc.Arbitrary<unknown> {
  const some = fc.uint8Array({ maxLength: 32 });
  return fc.oneof(
    some,
    some.map((array) => Buffer.from(array)),
    some.map((array) => array.slice().buffer),
    some.map((array) => new DataView(array.slice().buffer)),
    fc.int8Array(),
    fc.uint8ClampedArray(),
    fc.int16Array(),
    fc.uint16Array(),
    fc.int32Array(),
    fc.uint32Array(),
    fc.float32Array(),
    fc.float64Array(),
    fc.bigInt64Array(),
    fc.bigUint64Array(),
  );
}

function containers(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown>[] {
  const key = fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 3 }));
  return [
    fc.array(value, { maxLength: 4 }),
    fc.array(fc.tuple(key, value), { maxLength: 4 }).map(Object.fromEntries),
    fc.array(fc.tuple(value, value), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(value, { maxLength: 3 }).map((items) => new Set(items)),
  ];
}
