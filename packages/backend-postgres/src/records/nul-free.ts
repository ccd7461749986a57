const NUL = "\0";
/** Character that marks an escape, and what follows it. */
const MARK = "\u0001";
const OF_NUL = "\u0001";
const OF_MARK = "\u0002";

/**
 * Text without U+0000, which PostgreSQL does not store. Texts keep their order, and the encoding of a beginning is the beginning of the
 * encoding.
 */
export function encodeText(text: string): string {
  if (!text.includes(NUL) && !text.includes(MARK)) return text;
  return text.replaceAll(MARK, MARK + OF_MARK).replaceAll(NUL, MARK + OF_NUL);
}

/** The text that {@link encodeText} encoded. */
export function decodeText(text: string): string {
  if (!text.includes(MARK)) return text;
  const [first, ...escaped] = text.split(MARK);
  let decoded = first ?? "";
  for (let i = 0; i < escaped.length; i++) {
    const part = escaped[i] as string;
    // Two marks are an escape of U+0000: the part between them is empty.
    if (part === "") decoded += NUL + (escaped[++i] ?? "");
    else decoded += MARK + part.slice(OF_MARK.length);
  }
  return decoded;
}
