import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { moduleFlags, tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";

const CHILD = join(import.meta.dirname, "children", "sync-report.ts");

test("what a full store says is stored is on the disk, whoever wrote it, and is synced but once", () => {
  const folder = tempFolder();
  const { status, stdout, stderr } = spawnSync(process.execPath, [...moduleFlags(), CHILD, folder], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const report = JSON.parse(stdout) as Record<string, string[]>;
  const path = join(folder, "made", "by us", "x.db");
  const log = [`${path}-wal`, join(folder, "made", "by us")];
  for (const what of ["equal", "several", "many", "value"]) {
    expect({ [what]: report[what], again: report[`${what}, again`] }).toEqual({ [what]: log, again: [] });
  }
  // What is told of it is what was seen; and what a full store wrote is there.
  expect([report.skipped, report.own]).toEqual([[], []]);
  // The names of the folders that opening has made.
  expect(report.opening).toEqual([join(folder, "made"), folder]);
});
