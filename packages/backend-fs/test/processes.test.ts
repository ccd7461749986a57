import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describeProcesses } from "@results-manager/testing";
import { expect } from "vitest";

const MODULE = new URL("../src/index.ts", import.meta.url).href;

for (const durability of ["full", "process"]) {
  describeProcesses({
    name: `FileBackend, ${durability}`,
    recipe: (folder) => ({ module: MODULE, export: "FileBackend", args: [folder], options: { durability } }),
    inspect: expectWholeFiles,
  });
}

/** Every file of a record parses, and what killed processes left over is gone. */
function expectWholeFiles(folder: string): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const records = files.filter(({ parentPath }) => !parentPath.includes(".results-manager"));
  expect(records.length).toBeGreaterThan(0);
  for (const { parentPath, name } of records) {
    expect(name).toMatch(/\.json$/);
    const record = JSON.parse(readFileSync(join(parentPath, name), "utf8"));
    expect(record.model_type).toMatch(/^(?:Count|Line)$/);
  }
  const temp = readdirSync(join(folder, ".results-manager", "tmp"), { recursive: true, withFileTypes: true });
  expect(temp.filter((entry) => entry.isFile())).toEqual([]);
}
