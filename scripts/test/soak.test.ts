import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const MAIN = join(import.meta.dirname, "..", "soak", "main.ts");

function soak(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const all = ["--conditions=@results-manager/source", MAIN, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("a short soak of every backend", { timeout: 120_000 }, () => {
  const sizes = ["--processes", "3", "--ids", "100", "--updates", "20", "--computations", "5", "--kills", "2"];
  const { status, stdout, stderr } = soak(...sizes, "--hostile-ids", "300", "--seed", "7");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  const backends = new Set(lines.map((line) => line.slice(0, line.indexOf(":"))));
  expect([...backends]).toEqual(expect.arrayContaining(["fs-full", "fs-process", "sqlite-full", "sqlite-process"]));
  expect(lines).toHaveLength(backends.size * 7);
});

test("says what it takes, and refuses what it does not", () => {
  expect(soak("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--kills N") });
  expect(soak("--kills", "none")).toMatchObject({ status: 1, stderr: expect.stringContaining("--kills must be") });
  expect(soak("--backend", "tape")).toMatchObject({ status: 1, stderr: expect.stringContaining("--backend must be") });
});
