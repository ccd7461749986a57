import { ResultsError } from "./results-error.ts";

const LONGEST_QUOTE = 80;

/** `INVALID_ID`: the id cannot be used on any backend. Thrown before anything is touched. */
export class InvalidIdError extends ResultsError {
  constructor(id: string, reason: string) {
    const shown = id.length > LONGEST_QUOTE ? `${id.slice(0, LONGEST_QUOTE)}…` : id;
    super("INVALID_ID", `${JSON.stringify(shown)} is not an id: ${reason}.`, { id });
  }
}
