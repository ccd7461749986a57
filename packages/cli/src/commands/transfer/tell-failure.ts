import { documentOf, linesOf } from "../../errors/describe-error.ts";
import type { Output } from "../../output/output.ts";

/** Tells of an error that does not end the command. @param place Place in the input that the error concerns. */
export function tellFailure(output: Output, error: unknown, place?: string): void {
  output.note(output.format === "json" ? JSON.stringify(documentOf(error, place)) : linesOf(error, place));
}
