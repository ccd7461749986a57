import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { featuresOfTestFolder, moduleFlags, tempFolder } from "@results-manager/testing";
import { string } from "valibot";
import { describe, expect, test } from "vitest";
import { FileBackend } from "../src/index.ts";

const TEST_FOLDER = featuresOfTestFolder();

const registry = new ModelRegistry();
const Text = registry.register("Text", string());
const CHILD = join(import.meta.dirname, "children", "write-until-refused.ts");
/** Nobody, on every Linux: root may write anywhere. */
const NOBODY = "65534";
const isRoot = process.getuid?.() === 0;

interface Report {
  readonly written: number;
  readonly whole: number;
  readonly listed: number;
  readonly code: string;
  readonly isOurs: boolean;
  readonly message: string;
  readonly causeCode: string;
}

function run(before: string, args: readonly string[], after = ":"): Report {
  const node = [process.execPath, ...moduleFlags(), CHILD, ...args].map((arg) => `'${arg}'`).join(" ");
  const script = `${before} && ${node}; status=$?; ${after}; exit $status`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as Report;
}

describe.each(["full", "process"])("durability %s", (durability) => {
  test("a full disk is STORAGE_FULL with its cause; what was acknowledged is whole, and nothing else is there", () => {
    // A disk of 1 MiB where one may be mounted; elsewhere no file may get longer than some KiB, which fails as low down.
    const folder = tempFolder();
    const report = isRoot
      ? run(
          `mount -t tmpfs -o size=1m tmpfs '${folder}'`,
          [folder, "50000", durability],
          `ls -A '${folder}/.results-manager/tmp' | grep -q . && status=9; umount '${folder}'`,
        )
      : run("ulimit -f 8", [folder, "50000", durability]);
    expect(report.isOurs).toBe(true);
    expect(report.whole).toBe(report.written);
    expect(report.listed).toBe(report.written);
    if (!isRoot) return expect(report).toMatchObject({ code: "STORAGE_FAILED", causeCode: "EFBIG" });
    expect(report.written).toBeGreaterThan(3);
    expect(report).toMatchObject({
      code: "STORAGE_FULL",
      causeCode: "ENOSPC",
      message: expect.stringMatching(/disk is full/),
    });
  });

  test.skipIf(!TEST_FOLDER.modes)(
    "a folder that cannot be written is STORAGE_READ_ONLY with its cause, and can be read",
    async () => {
      const folder = join(tempFolder(), "store");
      mkdirSync(folder);
      const results = new FileBackend(folder, { registry });
      await results.set("r/old", "x".repeat(10), { model: Text });
      await results.close();
      chmodSync(join(folder, ".."), 0o755);
      for (const name of [".", "r", ".results-manager", ".results-manager/tmp"]) chmodSync(join(folder, name), 0o555);
      const report = run(":", [folder, "10", durability, ...(isRoot ? [NOBODY] : [])]);
      expect(report).toMatchObject({ written: 0, whole: 1, listed: 1, code: "STORAGE_READ_ONLY", causeCode: "EACCES" });
      expect(readdirSync(join(folder, "r")).sort()).toEqual([".no-expiry", "old.json"]);
      for (const name of [".", "r", ".results-manager", ".results-manager/tmp"]) chmodSync(join(folder, name), 0o755);
    },
  );
});

test("a file where a folder would be is an error of that write alone", async () => {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry });
  mkdirSync(join(folder, "x"));
  await results.set("x/y", "here", { model: Text });
  writeFileSync(join(folder, "file"), "not a folder");
  const settled = await Promise.allSettled([
    results.set("file/below", "no", { model: Text }),
    results.set("beside", "yes", { model: Text }),
    results.get("file/below", Text),
  ]);
  expect(settled).toMatchObject([
    { status: "rejected", reason: { code: "STORAGE_FAILED", id: "file/below", cause: { code: "ENOTDIR" } } },
    { status: "fulfilled", value: true },
    { status: "rejected", reason: { code: "RESULT_NOT_FOUND" } },
  ]);
  expect(statSync(join(folder, "file")).isFile()).toBe(true);
  expect(existsSync(join(folder, "beside.json"))).toBe(true);
});
