import { describeCallProcesses, tempFolder } from "@results-manager/testing";
import { type BackendRecipe, killedSaver } from "@results-manager/testing/processes";
import { expect, test } from "vitest";

const recipe = (folder: string): BackendRecipe => ({
  module: new URL("../src/index.ts", import.meta.url).href,
  export: "Hdf5Calls",
  args: [folder],
  options: { durability: "full" },
});

if (process.env.TEST_ALL !== undefined) describeCallProcesses({ name: "Hdf5Calls, full", recipe });

test("a process that saves values of many parts is killed twice, and nothing is torn", async ({ signal }) => {
  const { acknowledged, values } = await killedSaver(recipe(tempFolder()), { kills: 2, signal });
  expect(acknowledged).toBeGreaterThan(2);
  expect(values).toBeGreaterThan(20);
});
