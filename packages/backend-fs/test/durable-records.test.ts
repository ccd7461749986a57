import fs, { copyFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import { number } from "valibot";
import { afterEach, expect, test } from "vitest";
import { FileBackend } from "../src/index.ts";

const registry = new ModelRegistry();
const model = registry.register("Count", number());
const { rename, open } = { rename: fs.renameSync, open: fs.promises.open };

afterEach(() => {
  Object.assign(fs, { renameSync: rename });
  fs.promises.open = open;
  syncBuiltinESMExports();
});

test.each([
  { after: "stays", synced: 0 },
  { after: "is replaced by another process at once", synced: 1 },
])("a write of an equal value syncs $synced files where a record that was overwritten $after", async ({ synced }) => {
  const folder = tempFolder();
  const file = join(folder, "a.json");
  await using results = new FileBackend(folder, { registry, durability: "full" });
  await results.set("a", 1, { model });
  const opened: unknown[] = [];
  fs.promises.open = (path, ...rest) => {
    opened.push(path);
    return open(path, ...rest);
  };
  fs.renameSync = (from, to) => {
    rename(from, to);
    if (to !== file || synced === 0) return;
    copyFileSync(file, `${file}.other`);
    rename(`${file}.other`, file);
  };
  syncBuiltinESMExports();
  await results.set("a", 2, { model, behavior: "overwrite" });
  expect(opened).not.toContain(file);

  await results.set("a", 2, { model, behavior: "raise_if_different" });

  expect(opened.filter((path) => path === file)).toHaveLength(synced);
});
