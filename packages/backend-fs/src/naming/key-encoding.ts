/** Starts an escape; escaped itself, like everything up to `/`, so that the order of keys is the order of their ids. */
const ESCAPE = "!";
const LAST_ESCAPED = 0x2f;
/** Short keys of nothing that needs care, as many are. */
const LITERAL = /^[0-~]{1,196}$/;
/** A segment with more bytes than this goes on in the next: four more at most, and names may have 200. */
const FULL_SEGMENT = 196;

/**
 * The id that stands for a key that may be any well-formed text. It holds no dot, no control character of ASCII and no `/` but those
 * between its segments, each key has one of its own, and ids sort like their keys.
 */
export function idOfKey(key: string): string {
  if (LITERAL.test(key)) return key;
  let id = "";
  let bytes = 0;
  for (const character of key) {
    for (const unit of escapeUnit(character)) {
      // Decided before the next one is looked at: keys that begin alike are cut alike.
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

/** The key that an id stands for; `undefined` where it stands for none. */
export function keyOfId(id: string): string | undefined {
  const joined = id.replaceAll("/", "");
  const key = joined.replace(/!([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return idOfKey(key) === id ? key : undefined;
}

function escapeUnit(character: string): string {
  const code = character.charCodeAt(0);
  return code <= LAST_ESCAPED ? ESCAPE + code.toString(16).padStart(2, "0") : character;
}
