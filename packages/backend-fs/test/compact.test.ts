import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import { ensureDirSync } from "fs-extra/esm";
import { number } from "valibot";
import { expect, test } from "vitest";
import { FileBackend } from "../src/index.ts";

test("compact removes what killed processes left, and nothing that others may need", async () => {
  const registry = new ModelRegistry();
  const model = registry.register("Count", number());
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry });
  await results.set("a/b", 1, { model });
  const left = join(folder, ".results-manager", "tmp", "of-a-killed-process");
  mkdirSync(left);
  writeFileSync(join(left, "1"), "x".repeat(10_000));
  ensureDirSync(join(folder, ".git", "refs", "tags"));
  expect(await results.compact()).toBe(10_000);
  expect([existsSync(left), existsSync(join(folder, ".git", "refs", "tags"))]).toEqual([false, true]);
  expect(await results.compact()).toBe(0);
  await results.set("a/c", 2, { model });
  expect(await results.listIds()).toEqual(["a/b", "a/c"]);
});
