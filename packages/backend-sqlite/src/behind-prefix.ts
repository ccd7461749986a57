const LAST = 0x10ffff;
/** The code points before and behind the surrogates, which are no characters. */
const BEFORE_SURROGATES = 0xd7ff;
const BEHIND_SURROGATES = 0xe000;

/** The first text behind all that begin with `prefix`, in the order of code points; `undefined` where nothing is behind them. */
export function prefixUpperBound(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) as number);
  while (points.at(-1) === LAST) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  points.push(last === BEFORE_SURROGATES ? BEHIND_SURROGATES : last + 1);
  return points.map((point) => String.fromCodePoint(point)).join("");
}
