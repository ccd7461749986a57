import { ResultsError } from "./results-error.ts";

const LONGEST_QUOTE = 80;

/** `INVALID_ID`: the id cannot be used on any backend. Thrown before anything is touched. */
export class InvalidIdError extends ResultsError {
  constructor(id: string | readonly string[], reason: string) {
    super("INVALID_ID", `${quote(id)} is not an id: ${reason}.`, { id: typeof id === "string" ? id : id.join("/") });
  }
}

function quote(id: string | readonly string[]): string {
  if (typeof id === "string") return JSON.stringify(id.length > LONGEST_QUOTE ? `${id.slice(0, LONGEST_QUOTE)}…` : id);
  const quoted = JSON.stringify(id);
  return quoted.length > 2 * LONGEST_QUOTE ? `${quoted.slice(0, 2 * LONGEST_QUOTE)}…` : quoted;
}
