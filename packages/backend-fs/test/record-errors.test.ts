import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";

const SCRIPT = join(import.meta.dirname, "children", "fail-system-calls.ts");

type Report = Readonly<Record<string, unknown>>;

/** A child, in which the file system answers with an error. */
function failing(how: string): Report {
  const child = spawnSync(process.execPath, ["--conditions=@results-manager/source", SCRIPT, tempFolder(), how], {
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
    message: expect.stringMatching(/It is as it was before; what else was written together with it may be there/),
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
