import truncatedWidth from "fast-string-truncated-width";

const MARK = "…";

/** Returns the number of columns that text takes on a terminal: two for a character of Chinese or an emoji, none for a combining mark. */
export function widthOf(text: string): number {
  return truncatedWidth(text).width;
}

/** Returns the beginning of text that fits into columns, with a mark where something is cut off. */
export function cutToWidth(text: string, width: number): string {
  const { index, truncated } = truncatedWidth(text, { limit: width, ellipsis: MARK, ellipsisWidth: 1 });
  return truncated ? `${text.slice(0, index)}${MARK}` : text;
}

/** Pads text with spaces to columns, at its end or, for a number, at its beginning. */
export function padToWidth(text: string, width: number, side: "end" | "start"): string {
  const spaces = " ".repeat(Math.max(0, width - widthOf(text)));
  return side === "end" ? `${text}${spaces}` : `${spaces}${text}`;
}
