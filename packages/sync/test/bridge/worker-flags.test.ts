import { expect, test } from "vitest";
import { workerFlags } from "../../src/bridge/worker-flags.ts";

test("what decides how modules are loaded goes on to the worker, and nothing else", () => {
  const given = [
    "--expose-gc",
    "-C",
    "mine",
    "--conditions=other",
    "--import",
    "./hook.js",
    "--max-old-space-size=100",
    "-r",
    "x",
    "--loader=y",
  ];
  const carried = ["-C", "mine", "--conditions=other", "--import", "./hook.js", "-r", "x", "--loader=y"];
  expect(workerFlags(false, given)).toEqual(carried);
  expect(workerFlags(true, given)).toEqual(["--conditions=@results-manager/source", ...carried]);
  expect(workerFlags(false, [])).toEqual([]);
});
