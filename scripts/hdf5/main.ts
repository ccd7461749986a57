import { execFileSync, spawnSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../packaging/public-package.ts";
import { installTools, PYTHON } from "./install-tools.ts";
import { writeSamples } from "./write-samples.ts";

// Runs all suites over HDF5, of which `pnpm test` has the quick part. Then writes values of every kind, a call and a table, and reads them with
// h5py and h5dump, which are installed where they can be. Ends with exit code 1 after a failed test or any difference. At last it compares the
// speed for a large array with that of h5wasm, see speed.ts.
const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
const suites = ["run", "--config", "vitest.workspace.ts", "--project", "backend-hdf5"];
const { status } = spawnSync(process.execPath, [vitest, ...suites], {
  cwd: ROOT,
  env: { ...process.env, TEST_ALL: "1" },
  stdio: "inherit",
});
if (status !== 0) process.exitCode = 1;

const missing = installTools();
if (missing !== undefined) {
  console.log(`left out: ${missing}`);
} else {
  const folder = mkdtempSync(join(tmpdir(), "results-manager-hdf5-"));
  try {
    const expected = join(folder, "expected.json");
    writeFileSync(expected, JSON.stringify(await writeSamples(folder)));
    console.log(
      execFileSync(PYTHON, [join(import.meta.dirname, "check.py"), expected], { encoding: "utf8" }).trimEnd(),
    );
    const files = globSync(["*.h5", ".results-manager/**/*.h5", "plain/.results-manager/**/*.h5"], { cwd: folder });
    for (const file of files) dump(join(folder, file));
    console.log(`h5dump accepted ${files.length} files`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await import("./speed.ts");

function dump(file: string): void {
  const { status, stderr } = spawnSync("h5dump", [file], { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  if (status !== 0 || stderr !== "") throw new Error(`h5dump must accept ${file}: ${stderr}`);
}
