import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { checkMessage } from "../commit-message/check-message.ts";

const HOOKS = join(import.meta.dirname, "..", "commit-message");

test.each([
  "backend-fs: sync a folder once per batch",
  "ids: pass a prefix that is already parsed\n\nIt was parsed twice.\n",
  "ids: embed the prefix in the message",
  `docs: ${"x".repeat(66)}`,
  "fixup! ids: keep the order",
  "Merge branch 'main' into ids",
  'Revert "ids: keep the order"\n\nThis reverts commit 0123456.',
  "docs: link https://example.org/home/page and ./work/notes",
  "ids: keep the order\n# A comment of git's, with /home/jo\n",
  "ids: keep the order\n\nThe why.\n# ------------------------ >8 ------------------------\ndiff --git /home/jo/a b\n",
])("accepts %j", (message) => {
  expect(checkMessage(message)).toEqual([]);
});

test.each([
  ["", "write the subject as"],
  ["keep the order", "write the subject as"],
  ["ids:keep the order", "write the subject as"],
  ["IDs: keep the order", "the area 'IDs'"],
  ["ids: keep the order.", "without a dot"],
  [`docs: ${"x".repeat(67)}`, "from 73 to 72 characters"],
  ["ids: added an order", "not with 'added'"],
  ["ids: Adding an order", "not with 'adding'"],
  ["ids: adds an order", "not with 'adds'"],
  ["fixup! ids: adds an order", "not with 'adds'"],
  ["ids: keep the order\nThe why.", "second line"],
  ["ids: keep the order\n\nSeen in /home/jo/store.", "'/home/jo/store.'"],
  ["ids: keep the order\n\nSeen in 'C:\\store'.", "absolute path"],
])("refuses %j", (message, fault) => {
  expect(checkMessage(message)).toEqual([expect.stringContaining(fault)]);
});

test("names every broken rule at once", () => {
  expect(checkMessage("IDs: keeps /work/order.\nThe why.")).toHaveLength(5);
});

test("is run by git as a hook", () => {
  const cwd = tempFolder();
  const git = (...args: string[]) => spawnSync("git", args, { cwd, encoding: "utf8" });
  git("init");
  git("config", "core.hooksPath", HOOKS);
  git("config", "user.name", "Jo");
  git("config", "user.email", "jo@example.org");

  const refused = git("commit", "--allow-empty", "--message", "ids: keeps the order");
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining("not with 'keeps'") });
  expect(git("commit", "--allow-empty", "--message", "ids: keep the order")).toMatchObject({ status: 0 });
});

test("tells how to correct a message, and that it needs a file", () => {
  const path = join(tempFolder(), "message");
  writeFileSync(path, "ids: keep the order.");
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(HOOKS, "main.ts"), ...args], { encoding: "utf8" });
  expect(run(path)).toMatchObject({ status: 1, stderr: expect.stringContaining(`--file '${path}'`) });
  expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining("no file was given") });
});
