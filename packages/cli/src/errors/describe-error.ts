import { escapeControls } from "../text/escape-controls.ts";

/** Error as it is printed under `--json`. */
export interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string };
}

/** Describes an error by its code, or by its name if it has none, and its message. */
export function documentOf(error: unknown): ErrorDocument {
  if (!(error instanceof Error)) return { error: { code: "UNKNOWN", message: String(error) } };
  const { code } = error as { readonly code?: unknown };
  return { error: { code: typeof code === "string" ? code : error.name, message: error.message } };
}

/** Describes an error in lines for a terminal. */
export function linesOf(error: unknown): string {
  const { code, message } = documentOf(error).error;
  return `results: ${escapeControls(message, "keep lines")}${code === "USAGE" ? "" : ` [${code}]`}`;
}
