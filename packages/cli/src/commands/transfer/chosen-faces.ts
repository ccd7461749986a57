import type { FaceName } from "results-manager";
import type { CommandContext } from "../../definition/command-context.ts";
import { textOf } from "../../definition/read-words.ts";
import { UsageError } from "../../errors/usage-error.ts";

/** All faces, in an order in which calls follow the values that they refer to. */
export const FACES: readonly FaceName[] = ["results", "cache", "values", "calls"];
const WITH_PREFIX: readonly FaceName[] = ["results", "cache"];

/** Returns the faces that `--face` names; without it, all, or the results if there is a prefix. @throws {UsageError} */
export function chosenFaces(context: CommandContext, prefix: string | undefined): readonly FaceName[] {
  const word = textOf(context, "face") ?? (prefix === undefined ? "all" : "results");
  const faces = word === "all" ? FACES : FACES.filter((face) => face === word);
  if (prefix === undefined || faces.every((face) => WITH_PREFIX.includes(face))) return faces;
  throw new UsageError(`Only results and the cache have prefixes: say --face results or --face cache, not ${word}.`);
}
