import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { moduleFlags, tempFolder } from "@results-manager/testing";
import { expect, onTestFinished, test } from "vitest";

const MAIN = join(import.meta.dirname, "..", "soak", "main.ts");
const SMALL = [
  "--processes",
  "3",
  "--ids",
  "100",
  "--updates",
  "20",
  "--computations",
  "5",
  "--hostile-ids",
  "300",
  "--operations",
  "800",
];
const SMALL_CACHES = ["--incrs", "50", "--tasks", "10", "--tagged", "200", "--calls", "10"];

/** Sizes of a soak that starts its writer soon. */
const LEAST = "--processes 2 --ids 10 --updates 5 --computations 2 --hostile-ids 50 --operations 20".split(" ");

interface Soak {
  readonly child: ChildProcess;
  /** Resolves when it and every process it started have ended: they share its output. */
  readonly end: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function start(...args: readonly string[]): Soak {
  const child = spawn(process.execPath, [...moduleFlags(), MAIN, ...args]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  return { child, end: said.then(([[code], stdout, stderr]) => ({ code, stdout, stderr })) };
}

/** Starts to kill a writer of files for a long time, in a folder; resolves when it has begun to write. */
async function startLong(folder: string): Promise<Soak> {
  const sizes = ["--backend", "fs-process", "--kills", "1000", "--seed", "7", "--folder", folder];
  const soak = start(...LEAST, ...sizes);
  while (recordsOf(folder).length === 0) {
    if (soak.child.exitCode !== null) expect.unreachable((await soak.end).stderr);
    await delay(20);
  }
  return soak;
}

/** Lists the files that the first writer has written. */
function recordsOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => /run0.*\.json$/.test(path));
  } catch {
    return []; // Folders are made and removed meanwhile.
  }
}

/** `pnpm test:all` runs a backend of results and a storage of calls, too; their cases run in the suites of the media every time. */
const SOME = process.env.TEST_ALL
  ? ["fs-process", "cache-sqlite-process", "calls-sqlite-process"]
  : ["cache-sqlite-process"];

test("a short soak passes", { timeout: 600_000 }, async () => {
  const folder = tempFolder();
  const sizes = [...SMALL, ...SMALL_CACHES, "--kills", "2", ...SOME.flatMap((name) => ["--backend", name])];
  const { code, stdout, stderr } = await start(...sizes, "--seed", "7", "--folder", folder).end;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  const backends = new Set(lines.map((line) => line.slice(0, line.indexOf(":"))));
  expect([...backends]).toEqual(SOME);
  expect(lines).toHaveLength(SOME.length === 1 ? 5 : 9 + 5 + 4);
  expect(readdirSync(folder)).toEqual([]);
});

test("SIGINT ends a soak and its processes, and no folder is left", async () => {
  const folder = tempFolder();
  const { child, end } = await startLong(folder);
  child.kill("SIGINT");
  expect(await end).toMatchObject({
    code: 130,
    stderr: expect.stringContaining("Interrupted in --backend fs-process"),
  });
  expect(readdirSync(folder)).toEqual([]);
});

test("a broken guarantee gives exit code 1 and the seed, and no folder is left", async () => {
  const folder = tempFolder();
  const { end } = await startLong(folder);
  const [record = ""] = recordsOf(folder);
  writeFileSync(join(folder, record), "torn");
  const { code, stderr } = await end;
  expect(stderr).toContain("A guarantee is broken; try again with --backend fs-process --seed 7");
  expect(stderr).toContain("Every listed record must be readable; got CorruptRecordError");
  expect(code).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

test("a soak prints its options and refuses invalid ones", async () => {
  const said = await Promise.all([start("--help").end, start("--rounds", "2", "--minutes", "2").end]);
  expect(said).toMatchObject([
    { code: 0, stdout: expect.stringContaining("--kills N") },
    { code: 1, stderr: expect.stringContaining("Give --rounds or --minutes") },
  ]);
});
