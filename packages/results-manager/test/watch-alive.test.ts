import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder, moduleFlags } from "@results-manager/testing";
import { expect, onTestFinished, test } from "vitest";

const WATCHER = fileURLToPath(new URL("./forgetful-watcher.ts", import.meta.url));
/** Exit code of Node for a module that awaits what nothing can bring any more. */
const UNSETTLED = 13;

test.each(["files", "sqlite", "memory"])("a watch of %s keeps no process alive", (medium) => {
  const folder = makeFolder();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const url = { files: join(folder, "x"), sqlite: `sqlite:${join(folder, "x.db")}`, memory: "memory:" };
  const words = [...moduleFlags(), WATCHER, url[medium as keyof typeof url]];
  const { status, stdout } = spawnSync(process.execPath, words, { encoding: "utf8", timeout: 60_000 });
  expect([status, stdout]).toEqual([UNSETTLED, "ready"]);
});
