import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { failureOf, featuresOfTestFolder, moduleFlags, tempFolder } from "@results-manager/testing";
import { ensureDirSync } from "fs-extra/esm";
import { number } from "valibot";
import { expect, test } from "vitest";
import { FileBackend } from "../src/index.ts";

const TEST_FOLDER = featuresOfTestFolder();

const SCRIPT = join(import.meta.dirname, "children", "fail-system-calls.ts");

type Report = Readonly<Record<string, unknown>>;

/** A child, in which the file system answers with an error. */
function failing(how: string): Report {
  const child = spawnSync(process.execPath, [...moduleFlags(), SCRIPT, tempFolder(), how], {
    encoding: "utf8",
  });
  expect({ status: child.status, stderr: child.stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(child.stdout) as Report;
}

test("a disk that fills up in a batch says what happened to the record, not to its neighbours", () => {
  const report = failing("full");
  expect(report.setMany).toMatchObject({
    code: "STORAGE_FULL",
    isOurs: true,
    message: expect.stringMatching(/The file is unchanged; other records of the same call may have been written/),
  });
  expect(report.written).toEqual(["a"]);
});

test("every call answers a failing disk with a code of ours", () => {
  const report = failing("broken");
  for (const call of ["get", "set", "overwrite", "update", "delete", "clear", "listIds", "exists"]) {
    expect([call, report[call]]).toEqual([call, expect.objectContaining({ code: "STORAGE_FAILED", isOurs: true })]);
  }
});

test("what may not be read is not told to be read-only", () => {
  const report = failing("refused");
  for (const call of ["get", "listIds", "exists"]) {
    expect(report[call]).toMatchObject({ code: "STORAGE_FAILED", message: expect.not.stringMatching(/not writable/) });
  }
});

test.skipIf(process.platform === "win32" || !TEST_FOLDER.modes).each([".results-manager", ""])(
  "every face has a code for a store of which '%s' may not be looked into",
  (hidden) => {
    const folder = tempFolder();
    chmodSync(folder, 0o777);
    const uid = process.getuid?.() === 0 ? 65_534 : undefined; // Nothing keeps root out.
    const own = join(folder, "store");
    const script = join(import.meta.dirname, "children", "use-unreadable.ts");
    const child = spawnSync(process.execPath, [...moduleFlags(), script, own, hidden], {
      encoding: "utf8",
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    expect({ status: child.status, stderr: child.stderr }).toEqual({ status: 0, stderr: "" });
    for (const [call, code] of Object.entries(JSON.parse(child.stdout))) {
      expect([call, code]).toEqual([call, expect.stringMatching(/^STORAGE_(?:FAILED|READ_ONLY)$/)]);
    }
  },
);

test("what stands in the place of our files is told with a code", async () => {
  const registry = new ModelRegistry();
  const model = registry.register("Count", number());
  const folder = tempFolder();
  ensureDirSync(join(folder, ".results-manager/layout"));
  writeFileSync(join(folder, ".results-manager/tmp"), "");
  await using results = new FileBackend(folder, { registry });
  const failed = { code: expect.stringMatching(/^STORAGE_/) };
  expect(await failureOf(results.update("a", model, () => 1))).toMatchObject(failed);
  expect(await failureOf(results.set("a", 1, { model }))).toMatchObject(failed);
  expect(await failureOf(results.compact())).toMatchObject(failed);
});
