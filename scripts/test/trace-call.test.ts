import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

test("one set enters no more functions and files than its limits", () => {
  // From the sources, whose files are counted: without the bundles that other tests start processes with.
  const args = ["--conditions=@results-manager/source", join(import.meta.dirname, "../trace-call.ts")];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stdout).toMatch(/^SQLite: \d+ functions .*\nfiles: \d+ functions .*\n$/);
  expect(status).toBe(0);
});
