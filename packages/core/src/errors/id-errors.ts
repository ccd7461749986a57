import { ResultsError } from "./results-error.ts";

const MAX_QUOTE_LENGTH = 80;

/** `INVALID_ID`: the id is invalid on every backend. Thrown before the store is read or written. */
export class InvalidIdError extends ResultsError {
  constructor(id: string | readonly string[], reason: string) {
    super("INVALID_ID", `${quote(id)} is not an id: ${reason}.`, { id: typeof id === "string" ? id : id.join("/") });
  }
}

function quote(id: string | readonly string[]): string {
  if (typeof id === "string")
    return JSON.stringify(id.length > MAX_QUOTE_LENGTH ? `${id.slice(0, MAX_QUOTE_LENGTH)}…` : id);
  const json = JSON.stringify(id);
  return json.length > 2 * MAX_QUOTE_LENGTH ? `${json.slice(0, 2 * MAX_QUOTE_LENGTH)}…` : json;
}
