import * as core from "@results-manager/core";
import { expect, test } from "vitest";
import * as umbrella from "../src/index.ts";

test("everything a user of core needs is here, and the same", () => {
  expect(Object.keys(core).filter((name) => !(name in umbrella))).toEqual([]);
  const replaced = Object.entries(umbrella).filter(
    ([name, value]) => name in core && core[name as keyof typeof core] !== value,
  );
  expect(replaced.map(([name]) => name)).toEqual(["AsyncResultsManager"]);
});
