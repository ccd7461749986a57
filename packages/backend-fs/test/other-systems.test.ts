import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ModelRegistry } from "@results-manager/core";
import { featuresOfTestFolder, moduleFlags, tempFolder } from "@results-manager/testing";
import { removeSync } from "fs-extra/esm";
import { number } from "valibot";
import { describe, expect, onTestFinished, test } from "vitest";
import { FileBackend, FileCache } from "../src/index.ts";

const TEST_FOLDER = featuresOfTestFolder();

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const CHILD = join(import.meta.dirname, "children", "on-other-system.ts");

interface Report {
  readonly [name: string]: unknown;
}

async function runOn(system: string, folder: string, who = "", flags: readonly string[] = []): Promise<Report> {
  const args = [...flags, ...moduleFlags(), CHILD, folder, system, who];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Report;
}

const ALL_DONE = {
  set: [true, true, true],
  update: 2,
  incr: 1,
  values: [2, 2, 3],
  delete: true,
  ids: ["disk/Runs", "disk/deep/er"],
};

test("a file system that ignores case: the first write of a store is found again, whatever else lies in its folder", async () => {
  for (const foreign of [undefined, ".DS_Store", "README.md"]) {
    const folder = tempFolder();
    if (foreign) writeFileSync(join(folder, foreign), "");
    const report = await runOn("ignores case", folder);
    expect(report).toMatchObject({ ...ALL_DONE, files: ["%52uns.json", "deep"] });
    expect(readFileSync(join(folder, ".results-manager/layout"), "utf8")).toContain("folded");
  }
});

test("a file system that finds no file while it is replaced: its record is read all the same", async () => {
  expect(await runOn("misses replaced files", tempFolder())).toMatchObject(ALL_DONE);
});

test.each(["EPERM", "EINVAL", "ENOTSUP"])(
  "a system that answers %s to a sync of a folder goes without",
  async (code) => {
    expect(await runOn(`folders: ${code}`, tempFolder())).toMatchObject(ALL_DONE);
  },
);

test("a folder that could not be synced is an error of ours for what lies in it, which says that it is there", async () => {
  const failure = {
    code: "STORAGE_FAILED",
    message: expect.stringMatching(/is written, but may be lost/),
    cause: "EIO",
  };
  expect(await runOn("folders: EIO", tempFolder())).toMatchObject({
    set: [failure, failure, failure],
    update: failure,
    incr: 1,
    values: [2, 2, 3],
    delete: { ...failure, message: expect.stringMatching(/is removed, but may be lost/) },
    ids: ["disk/Runs", "disk/deep/er"],
  });
});

test("Node's permission model, which refuses to sync descriptors", async () => {
  const flags = [
    "--permission",
    "--allow-fs-read=*",
    "--allow-fs-write=*",
    "--allow-addons",
    "--disable-warning=SecurityWarning",
  ];
  expect(await runOn("", tempFolder(), "", flags)).toMatchObject(ALL_DONE);
});

describe.each(["EPERM", "ENOSYS", "EOPNOTSUPP"])("a file system that answers %s to hard links", (code) => {
  test("keeps records all the same", async () => {
    expect(await runOn(`links: ${code}`, tempFolder())).toMatchObject(ALL_DONE);
  });
});

test("without hard links, of several processes that create a record one wins, and counts are exact", async () => {
  const folder = tempFolder();
  const reports = await Promise.all(["1", "2", "3"].map((who) => runOn("links: EPERM", folder, who)));
  const won = reports.flatMap((report) => report.won as string[]);
  expect(won.length).toBe(40);
  expect(new Set(won).size).toBe(40);
  await using cache = new FileCache(folder);
  expect(await cache.getValue("n")).toBe(120);
  await using results = new FileBackend(folder, { registry });
  for (const [i, report] of reports.entries()) {
    const values = await results.getMany(report.won as string[], Count);
    expect(new Set(values)).toEqual(new Set(values.length > 0 ? [i + 1] : []));
  }
});

describe("a folder of the store on another disk", () => {
  test("takes records, and keeps nothing else", async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, "disk"));
    const left = ".results-manager-0b3c1a52-7f0e-4a86-9f0e-5d1b6f7a8c9d.1";
    writeFileSync(join(folder, "disk", left), "half a rec");
    const first = TEST_FOLDER.heedsCase ? "Runs.json" : "%52uns.json";
    expect(await runOn("other disk", folder)).toMatchObject({ ...ALL_DONE, files: [first, "deep"] });
  });

  const other = tmpdir();
  test.skipIf(statSync(other).dev === statSync("/dev/shm", { throwIfNoEntry: false })?.dev)("really", async () => {
    const folder = tempFolder("/dev/shm");
    const disk = mkdtempSync(join(other, "results-manager-test-"));
    onTestFinished(() => removeSync(disk));
    symlinkSync(disk, join(folder, "disk"));
    for (const durability of ["full", "process"] as const) {
      await using results = new FileBackend(folder, { registry, durability });
      const id = `disk/${durability}/x`;
      await results.set(id, 1, { model: Count });
      await results.set(id, 2, { model: Count, behavior: "overwrite" });
      expect(await results.update(id, Count, (old) => (old ?? 0) + 1)).toBe(3);
      expect(await results.set(id, 4, { model: Count, behavior: "skip_if_exists" })).toBe(false);
    }
    const left = (readdirSync(disk, { recursive: true }) as string[]).filter((name) => !name.endsWith(".no-expiry"));
    expect(left.sort()).toEqual(["full", "full/x.json", "process", "process/x.json"]);
  });
});

test("a store that waits for the disk brings to it what another one wrote, once, before it says that it is stored", async () => {
  const folder = join(tempFolder(), "made", "store");
  const report = await runOn("notes syncs", folder, "confirm");
  const shard = `.results-manager/values/${String(report.key).slice(0, 2)}`;
  expect(report.set).toEqual(expect.arrayContaining(["", "new", "new/x.json"]));
  expect(report.save).toEqual(
    expect.arrayContaining([
      ".results-manager",
      ".results-manager/values",
      shard,
      `${shard}/${String(report.key).slice(2)}.record`,
    ]),
  );
  expect([report.setAgain, report.skip, report.saveAgain]).toEqual([[], [], []]);
  expect(report.changed).toEqual(["new", "new/x.json"]);
});
