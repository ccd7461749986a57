/**
 * Orders two strings by code point, as SQLite and PostgreSQL order UTF-8 and JavaScript's `<` does not: it puts
 * U+E000–U+FFFF behind the characters that need surrogates.
 */
export function compareCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const unitA = a.charCodeAt(i);
    const unitB = b.charCodeAt(i);
    if (unitA !== unitB) return rank(unitA) - rank(unitB);
  }
  return a.length - b.length;
}

/** Sorts strings by code point, in place, and returns them. */
export function sortByCodePoint(strings: string[]): string[] {
  // The built-in order is the same, and several times faster, while no unit reaches the surrogates.
  return strings.some((text) => /[\ud800-\uffff]/.test(text)) ? strings.sort(compareCodePoints) : strings.sort();
}

/** Moves surrogates behind all other units, where their code points belong. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
