import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { describeProcesses } from "@results-manager/testing";
import { expect } from "vitest";

const MODULE = new URL("../src/index.ts", import.meta.url).href;

/** A kill and a race show the same with both: `pnpm test:all` runs the other one, too. */
const DURABILITIES = process.env.TEST_ALL ? ["full", "process"] : ["full"];

for (const durability of DURABILITIES) {
  describeProcesses({
    name: `FileBackend, ${durability}`,
    recipe: (folder) => ({ module: MODULE, export: "FileBackend", args: [folder], options: { durability } }),
    inspect: expectWholeFiles,
  });
}

/** There is a file for each record, and no other but certificates; every one parses, and what killed processes left over is gone. */
function expectWholeFiles(folder: string, ids: readonly string[]): void {
  const own = join(folder, ".results-manager");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== ".no-expiry")
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.startsWith(own + sep));
  expect(files.length).toBe(ids.length);
  for (const path of files) {
    expect(path).toMatch(/\.json$/);
    const record = JSON.parse(readFileSync(path, "utf8"));
    expect(record.model_type).toMatch(/^(?:Count|Line)$/);
  }
  // Where files have no time of birth, as on exFAT, what a dead process left in a new store is removed ten seconds later.
  if (statSync(own).birthtimeMs > 0) expect(readdirSync(join(own, "tmp"))).toEqual([]);
}
