/** Control characters, and those that change the direction of text: a terminal would obey them. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\ufeff]/gu;

/** Replaces characters that a terminal would obey by their escapes. Stored text is not to be trusted. */
export function escapeControls(text: string, lines: "escape lines" | "keep lines" = "escape lines"): string {
  return text.replace(CONTROLS, (character) => {
    if (character === "\n") return lines === "keep lines" ? character : "\\n";
    if (character === "\t") return lines === "keep lines" ? "  " : "\\t";
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
