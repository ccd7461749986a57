import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { findScript } from "../../src/loading/find-script.ts";

const place = { source: "../worker/results-manager-x.ts", name: "results-manager-x", of: "@results-manager/none" };

test("a module that runs from source starts the source", () => {
  const found = findScript({ ...place, moduleUrl: "file:///a/src/bridge/start.ts" });
  expect(found?.href).toBe("file:///a/src/worker/results-manager-x.ts");
});

test("a bundle starts the script beside it, whatever its extension, and does without", () => {
  const folder = tempFolder();
  const moduleUrl = pathToFileURL(join(folder, "bundle.mjs")).href;
  expect(findScript({ ...place, moduleUrl })).toBeUndefined();
  for (const extension of ["cjs", "mjs", "js"]) {
    const path = join(folder, `results-manager-x.${extension}`);
    writeFileSync(path, "");
    expect(findScript({ ...place, moduleUrl })?.href).toBe(pathToFileURL(path).href);
  }
});

test("a bundle starts the script of the package that is installed there", () => {
  const moduleUrl = pathToFileURL(join(import.meta.dirname, "bundle.mjs")).href;
  expect(findScript({ ...place, moduleUrl, of: "@results-manager/testing" })).toBeUndefined();
});
