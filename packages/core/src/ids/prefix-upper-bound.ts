const LAST = 0x10ffff;
/** Code points before and after the surrogates, which are not characters. */
const BEFORE_SURROGATES = 0xd7ff;
const AFTER_SURROGATES = 0xe000;

/** Least text, in code-point order, that sorts after every text with the prefix; `undefined` where there is none. */
export function prefixUpperBound(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) as number);
  while (points.at(-1) === LAST) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  points.push(last === BEFORE_SURROGATES ? AFTER_SURROGATES : last + 1);
  return points.map((point) => String.fromCodePoint(point)).join("");
}
