import { join } from "node:path";
import { describeProcesses } from "@results-manager/testing";
import { expect } from "vitest";
import { openRaw } from "./open-raw.ts";

const MODULE = new URL("../src/index.ts", import.meta.url).href;

/** A kill and a race show the same with both: `pnpm test:all` runs the other one, too. */
const DURABILITIES = process.env.TEST_ALL ? ["full", "process"] : ["full"];

for (const durability of DURABILITIES) {
  describeProcesses({
    name: `SqliteBackend, ${durability}`,
    recipe: (folder) => ({
      module: MODULE,
      export: "SqliteBackend",
      args: [join(folder, "results.db")],
      options: { durability },
    }),
    inspect: expectSound,
  });
}

function expectSound(folder: string): void {
  const raw = openRaw(join(folder, "results.db"));
  expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
  raw.close();
}
