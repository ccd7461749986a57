import { dirname } from "node:path";
import type { CommandModule } from "../../definition/command-definition.ts";
import { wordAt } from "../../definition/read-words.ts";
import { DONE, FAILED } from "../../errors/exit-codes.ts";
import { mediumOf } from "../../store/medium-of.ts";
import { withStore } from "../../store/with-store.ts";
import { checkFolder } from "./check-folder.ts";
import { checkVersions } from "./check-versions.ts";
import { FINDING_COLUMNS, type Finding } from "./finding.ts";

export const run: CommandModule["run"] = async (context) => {
  let problems = 0;
  const counted = async function* (): AsyncGenerator<Finding & Record<string, unknown>> {
    for await (const finding of findings(wordAt(context, 0))) {
      if (finding.problem !== null) problems++;
      yield { ...finding };
    }
  };
  await context.output.rows(FINDING_COLUMNS, counted());
  return problems === 0 ? DONE : FAILED;
};

async function* findings(word: string | undefined): AsyncGenerator<Finding> {
  yield* checkVersions();
  if (word === undefined) return;
  const medium = mediumOf(word);
  const { place, faces } = await withStore(word, "read", async (store) => ({
    place: store.results.storage.place,
    faces: await store.faces(),
  }));
  const found = faces.length === 0 ? "opens, and is empty" : `opens, with ${faces.join(", ")}`;
  yield { check: "store", found, problem: null };
  if (medium !== "other" && place !== undefined) {
    yield* checkFolder(medium === "database" ? dirname(place) : place, medium === "database");
  }
}
