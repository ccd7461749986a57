import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Ended } from "@results-manager/testing/processes";
import { expect, test } from "vitest";
import { readStore, runExample, startExample, tempFolder } from "./run-example.ts";

const ROOT = join(import.meta.dirname, "../..");
const run = (dir: string): Promise<Ended> => runExample("legacy-script.cjs", ["--dir", dir]);

test("legacy-script measures every source once, and none in a second run", async () => {
  const dir = tempFolder();
  const first = await run(dir);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  const [, measured, files] = /^measured (\d+) of (\d+) files$/m.exec(first.stdout) ?? [];
  expect(Number(measured)).toBeGreaterThan(200);
  expect(measured).toBe(files);
  const stored = readStore(join(dir, "legacy-script"));
  expect(stored.size).toBe(Number(files));
  let total = 0;
  for (const [id, { data }] of stored) {
    const lines = readFileSync(join(ROOT, id), "utf8").split("\n");
    expect([id, data.lines, data.longest]).toEqual([id, lines.length, Math.max(...lines.map(({ length }) => length))]);
    total += lines.length;
  }
  expect(first.stdout).toContain(`all together: ${total} lines\n`);
  expect(first.stdout).toMatch(/^sync: \d+ files, \d+ lines, \d+ functions, longest line \d+$/m);
  const second = await run(dir);
  expect(second.stdout).toBe(first.stdout.replace(`measured ${files} of`, "measured 0 of"));
});

test("legacy-script continues with the remaining files after a kill", async () => {
  const there = (dir: string): number => {
    try {
      return readStore(join(dir, "legacy-script")).size;
    } catch {
      return 0; // The folder does not exist yet or is incomplete.
    }
  };
  const killedMidway = async (): Promise<string> => {
    const dir = tempFolder();
    const killed = startExample("legacy-script.cjs", ["--dir", dir]);
    while (there(dir) < 20) await delay(2);
    killed.killAll();
    // On a busy machine, the script may have ended by then.
    return (await killed.ended).signal === "SIGKILL" ? dir : killedMidway();
  };
  const dir = await killedMidway();
  const kept = there(dir);
  const { code, stdout } = await run(dir);
  const [, measured, files] = /^measured (\d+) of (\d+) files$/m.exec(stdout) ?? [];
  expect([code, Number(measured)]).toEqual([0, Number(files) - kept]);
});

/** As the other examples, it has one way to its folder, so `pnpm test:all` tries it. */
test.runIf(process.env.TEST_ALL)("legacy-script needs no --dir and leaves nothing behind", async () => {
  const temp = tempFolder();
  expect(await runExample("legacy-script.cjs", [], { TMPDIR: temp })).toMatchObject({ code: 0, stderr: "" });
  expect(readdirSync(temp)).toEqual([]);
});

test("legacy-script is in the README", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(readme).toContain("| [legacy-script.cjs](legacy-script.cjs) |");
});
