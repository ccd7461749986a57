/** Part of a pattern: one ordinary character, any character, or any text. */
type Part = string | typeof ANY_CHARACTER | typeof ANY_TEXT;
const ANY_CHARACTER = 1;
const ANY_TEXT = 2;

/**
 * Tells whether a text matches a pattern as a whole: `%` stands for any text, `_` for one character, and a backslash makes the next character
 * ordinary. It takes no more steps than the product of both lengths, whatever the pattern.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  const parts = partsOf(pattern);
  const characters = Array.from(text);
  let part = 0;
  let at = 0;
  let lastAny = -1; // The latest `%`, and the text that it stands for so far.
  let resume = 0;
  while (at < characters.length) {
    const wanted = parts[part];
    if (wanted === ANY_TEXT) {
      lastAny = part++;
      resume = at;
    } else if (wanted !== undefined && (wanted === ANY_CHARACTER || wanted === characters[at])) {
      part++;
      at++;
    } else if (lastAny >= 0) {
      part = lastAny + 1;
      at = ++resume;
    } else return false;
  }
  return parts.slice(part).every((rest) => rest === ANY_TEXT);
}

function partsOf(pattern: string): Part[] {
  const parts: Part[] = [];
  const characters = Array.from(pattern);
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] as string;
    if (character === "%") parts.push(ANY_TEXT);
    else if (character === "_") parts.push(ANY_CHARACTER);
    else parts.push(character === "\\" && i + 1 < characters.length ? (characters[++i] as string) : character);
  }
  return parts;
}
