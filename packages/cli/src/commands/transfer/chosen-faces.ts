import type { FaceName } from "results-manager";
import type { CommandContext } from "../../definition/command-context.ts";
import { textOf } from "../../definition/read-words.ts";
import { UsageError } from "../../errors/usage-error.ts";

/** All faces, in an order in which calls follow the values that they refer to. */
export const FACES: readonly FaceName[] = ["results", "cache", "values", "calls"];
const WITH_VALUES: readonly FaceName[] = ["results", "cache"];

/**
 * Returns the faces that `--face` names; without it all, or the results if there is a prefix or only one face can be taken.
 *
 * @throws {UsageError} for other faces than results and the cache if there is a prefix, or for a table.
 */
export function chosenFaces(context: CommandContext, prefix: string | undefined, isTable = false): readonly FaceName[] {
  const word = textOf(context, "face") ?? (prefix === undefined && !isTable ? "all" : "results");
  const faces = word === "all" ? FACES : FACES.filter((face) => face === word);
  if ((prefix === undefined && !isTable) || faces.every((face) => WITH_VALUES.includes(face))) return faces;
  const reason = isTable ? "A table has results, or cache entries" : "Only results and the cache have prefixes";
  throw new UsageError(`${reason}: say --face results or --face cache, not ${word}.`);
}
