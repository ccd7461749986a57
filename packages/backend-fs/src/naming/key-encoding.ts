/** Starts an escape. It is escaped itself, like every character up to `/`, so that ids sort like their keys. */
const ESCAPE = "!";
const LAST_ESCAPED = 0x2f;
/** Short keys that need no escape, as many are. */
const LITERAL = /^[0-~]{1,196}$/;
/** Keys that fill no segment, even if each character is escaped. */
const SHORT = /^[ -~]{1,65}$/;
const TO_ESCAPE = /[ -/]/g;
/** Length in bytes after which a segment continues in the next. A unit adds four bytes at most, and names may have 200. */
const FULL_SEGMENT = 196;

/**
 * Encodes a key, which may be any well-formed text, as an id. The id has no dot, no ASCII control character and no `/` other than between
 * its segments; different keys have different ids, and ids sort like their keys.
 */
export function idOfKey(key: string): string {
  if (LITERAL.test(key)) return key;
  if (SHORT.test(key)) return key.replace(TO_ESCAPE, escapeUnit);
  let id = "";
  let bytes = 0;
  for (const character of key) {
    for (const unit of escapeUnit(character)) {
      // Decided before the next unit is read, so that keys with a common beginning are split at the same places.
      if (bytes > FULL_SEGMENT) {
        id += "/";
        bytes = 0;
      }
      id += unit;
      bytes += Buffer.byteLength(unit);
    }
  }
  return id;
}

/** Decodes the key of an id; `undefined` where it has none. */
export function keyOfId(id: string): string | undefined {
  const joined = id.replaceAll("/", "");
  const key = joined.replace(/!([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return idOfKey(key) === id ? key : undefined;
}

function escapeUnit(character: string): string {
  const code = character.charCodeAt(0);
  return code <= LAST_ESCAPED ? ESCAPE + code.toString(16).padStart(2, "0") : character;
}
