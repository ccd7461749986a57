import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { failureOf, featuresOfTestFolder, tempFolder } from "@results-manager/testing";
import { ensureDirSync } from "fs-extra/esm";
import { number } from "valibot";
import { expect, test } from "vitest";
import { FileBackend } from "../src/index.ts";

const TEST_FOLDER = featuresOfTestFolder();

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const RECORD = '{"model_type": "Count", "namespace": "default", "data": 7}';

const IDS = [
  "%41",
  "what%3f",
  "Upper",
  "100%",
  "a%b",
  "back\\slash",
  ".hidden",
  ".folder/x",
  "a.json/b",
  "a.json/.c%/d",
  "deep/.x/y",
];

/** What the Python library writes: `<base>/<id>.json`, whatever the id. */
function pythonStore(ids: readonly string[]): string {
  const folder = tempFolder();
  for (const id of ids) {
    const file = join(folder, `${id}.json`);
    ensureDirSync(dirname(file));
    writeFileSync(file, RECORD);
  }
  return folder;
}

test.runIf(process.platform === "linux" && TEST_FOLDER.anyName)(
  "names as Python spells them are found, listed once, and kept",
  async () => {
    const folder = pythonStore(IDS);
    await using results = new FileBackend(folder, { registry, durability: "process" });
    const sorted = IDS.toSorted();
    expect(await results.listIds()).toEqual(sorted);
    expect(await results.listIds("a.json")).toEqual(["a.json/.c%/d", "a.json/b"]);
    for (const id of IDS) {
      expect(await results.get(id, Count)).toBe(7);
      expect(await results.exists(id)).toBe(true);
      expect(await failureOf(results.set(id, 1, { model: Count }))).toMatchObject({ code: "RESULT_EXISTS" });
      expect(await results.set(id, 8, { model: Count, behavior: "overwrite" })).toBe(true);
      expect(readFileSync(join(folder, `${id}.json`), "utf8")).toContain('"data": 8');
    }
    expect(await results.listIds()).toEqual(sorted);
    expect(await results.delete("a.json/b")).toBe(true);
    expect(existsSync(join(folder, "a.json", "b.json"))).toBe(false);
    expect(await results.clear()).toBe(IDS.length - 1);
    expect(await results.listIds()).toEqual([]);
  },
);

test("an id is not found under the name that this library gives another", async () => {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry, durability: "process" });
  await results.set("x%y", 1, { model: Count });
  expect(await results.exists("x%25y")).toBe(false);
  await results.set("x%25y", 2, { model: Count });
  expect(await results.listIds()).toEqual(["x%25y", "x%y"]);
  expect(await results.get("x%y", Count)).toBe(1);
});

test("files of others under such names are none", async () => {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry, durability: "process" });
  await results.set("a", 1, { model: Count });
  mkdirSync(join(folder, ".vscode"));
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, ".vscode", "settings.json"), "{}");
  writeFileSync(join(folder, ".git", "record.json"), RECORD);
  writeFileSync(join(folder, ".eslintrc.json"), "{}");
  writeFileSync(join(folder, ".results-manager", "private.json"), RECORD);
  expect(await results.listIds()).toEqual(["a"]);
  expect(await results.exists(".eslintrc")).toBe(false);
  expect(await results.exists(".results-manager/private")).toBe(false);
  expect(await results.clear()).toBe(1);
  expect(existsSync(join(folder, ".vscode", "settings.json"))).toBe(true);
});
