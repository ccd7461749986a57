import fc from "fast-check";

const FIRST_SURROGATE = 0xd800;
const SURROGATES = 0x800;
const CODE_POINTS = 0x110000 - SURROGATES;

/** Arbitrary code point. fast-check's own unit `binary` makes a table of a million of them first, which takes a second. */
const codePoint: fc.Arbitrary<string> = fc.nat({ max: CODE_POINTS - 1 }).map(
  (n) => String.fromCodePoint(n < FIRST_SURROGATE ? n : n + SURROGATES),
  (text) => {
    if (typeof text !== "string" || !text.isWellFormed()) throw new TypeError("Not a code point.");
    const [point, ...others] = text;
    if (point === undefined || others.length > 0) throw new TypeError("Not one code point.");
    const n = point.codePointAt(0) as number;
    return n < FIRST_SURROGATE ? n : n - SURROGATES;
  },
);

/** Arbitrary well-formed string of any code points. */
export function unicodeStringArbitrary(length: { minLength?: number; maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.string({ ...length, unit: codePoint });
}
