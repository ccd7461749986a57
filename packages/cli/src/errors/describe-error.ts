import { escapeControls } from "../text/escape-controls.ts";
import { withCommandAdvice } from "./command-advice.ts";

/** Error as it is printed under `--json`. */
export interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string };
}

/**
 * Describes an error by its code, or by its name if it has none, and its message.
 *
 * @param place Place in the input that the error concerns.
 */
export function documentOf(error: unknown, place?: string): ErrorDocument {
  const at = place === undefined ? "" : `${place}: `;
  if (!(error instanceof Error)) return { error: { code: "UNKNOWN", message: `${at}${error}` } };
  const { code } = error as { readonly code?: unknown };
  return {
    error: { code: typeof code === "string" ? code : error.name, message: `${at}${withCommandAdvice(error.message)}` },
  };
}

/** Describes an error in lines for a terminal. @param place as for {@link documentOf}. */
export function linesOf(error: unknown, place?: string): string {
  const { code, message } = documentOf(error, place).error;
  return `results: ${escapeControls(message, "keep lines")}${code === "USAGE" ? "" : ` [${code}]`}`;
}
