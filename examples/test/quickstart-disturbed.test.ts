import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Ended } from "@results-manager/testing/processes";
import { describe, expect, test } from "vitest";
import { type Running, readStore, runExample, startExample, tempFolder } from "./run-example.ts";

/** Enough packages and processes to disturb the work midway, without the time of all that are installed. */
const SOME = ["--limit", "120", "--processes", "2"];

describe("quickstart, disturbed midway", () => {
  test("no result is torn when all processes are killed, and the next run finishes", async () => {
    const { dir, ended } = await disturbed((running) => running.killAll());
    expect(ended.signal).toBe("SIGKILL");
    await finishes(dir);
    // Temporary files of the killed processes were removed by the later ones.
    expect(readdirSync(join(dir, ".results-manager/tmp"))).toEqual([]);
  });

  test("when only the main process is killed, the workers end by themselves", async () => {
    const { dir, ended } = await disturbed((running) => running.process.kill("SIGKILL"));
    expect(ended.signal).toBe("SIGKILL");
    await finishes(dir);
  });

  test.for([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s stops the quickstart cleanly", async ([signal, code]) => {
    const { dir, ended } = await disturbed(({ process: main }) => {
      // As in a terminal, Ctrl-C reaches every process.
      if (signal === "SIGINT") process.kill(-(main.pid as number), signal);
      else main.kill(signal);
    });
    expect(ended).toMatchObject({ code, stderr: `Stopped by ${signal}. Nothing is lost: run it again to finish.\n` });
    expect(readdirSync(join(dir, ".results-manager/tmp"))).toEqual([]);
    if (signal === "SIGTERM") await finishes(dir); // Both end by the same way.
  });

  test.skipIf(process.platform !== "linux")("when one worker is killed, the others do its work", async () => {
    const killWorker = ({ process: { pid } }: Running): void => {
      const [worker] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").match(/\d+/g) ?? [];
      if (worker !== undefined) process.kill(Number(worker), "SIGKILL");
    };
    const { dir, ended } = await disturbed(killWorker, ({ stderr }) => stderr !== "");
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Worker \d ended with SIGKILL\.\n$/) });
    const total = Number(/^(\d+) packages, /m.exec(ended.stdout)?.[1]);
    expect([...readStore(dir).keys()]).toHaveLength(total + 1);
  });
});

/**
 * Runs the quickstart and disturbs it when a tenth of the work is done; repeats this if the machine was so busy that the work was
 * finished by then.
 */
async function disturbed(
  disturb: (running: Running) => void,
  inTime = ({ stdout }: Ended): boolean => !stdout.includes(" computed, "),
): Promise<{ dir: string; ended: Ended }> {
  for (;;) {
    const dir = tempFolder();
    const running = startExample("quickstart/main.ts", [...SOME, "--dir", dir]);
    await running.printed("inspected ");
    if (running.process.exitCode === null) disturb(running);
    const ended = await running.ended; // Waits for every process that holds the output open.
    if (inTime(ended)) return { dir, ended };
  }
}

/** Checks that a stopped run left complete results, but not all, and that the next one computes only the others. */
async function finishes(dir: string): Promise<void> {
  const left = [...readStore(dir).keys()];
  expect(left.length).toBeGreaterThan(5);
  expect(left).not.toContain("summary");
  const { code, stdout, stderr } = await runExample("quickstart/main.ts", [...SOME, "--dir", dir]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const [, computed, alreadyThere] = /^(\d+) computed, (\d+) already there$/m.exec(stdout) ?? [];
  expect(Number(alreadyThere)).toBe(left.length);
  const stored = readStore(dir);
  expect(stored.size).toBe(Number(computed) + Number(alreadyThere) + 1);
  expect(stored.get("summary")?.data.packages).toBe(stored.size - 1);
}
