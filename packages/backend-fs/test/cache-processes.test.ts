import { describeCacheProcesses, failureOf, tempFolder } from "@results-manager/testing";
import { killedMultiSet } from "@results-manager/testing/processes";
import { expect, test } from "vitest";

const MODULE = new URL("../src/index.ts", import.meta.url).href;

/** A kill and a race show the same with both: `pnpm test:all` runs the other one, too. */
const DURABILITIES = process.env.TEST_ALL ? ["full", "process"] : ["full"];

for (const durability of DURABILITIES) {
  describeCacheProcesses({
    name: `FileCache, ${durability}`,
    recipe: (folder) => ({ module: MODULE, export: "FileCache", args: [folder], options: { durability } }),
    transactions: false,
  });
}

test("a kill between the files of multiSetValues is seen by the case that SQLite passes", async () => {
  const recipe = { module: MODULE, export: "FileCache", args: [tempFolder()], options: { durability: "process" } };
  const failure = await failureOf(killedMultiSet(recipe, { kills: 20, pairs: 500 }));
  expect(failure).toMatchObject({ message: expect.stringMatching(/All values are of one call; got \d+, \d+/) });
});
