import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readStore, runExample, startExample, tempFolder } from "./run-example.ts";

// Sequential: each test has to catch the quickstart midway, and the first line of progress comes after a tenth of the work.
describe("quickstart, stopped midway", { timeout: 30_000 }, () => {
  test("killed with all its processes, it has torn nothing, and finishes when run again", async () => {
    const dir = tempFolder();
    const killed = startExample("quickstart/main.ts", ["--dir", dir]);
    await killed.printed("inspected ");
    killed.killAll();
    expect(await killed.ended).toMatchObject({ signal: "SIGKILL" });
    await finishes(dir);
    // What the killed processes left over was swept by the ones that came after them.
    expect(readdirSync(join(dir, ".results-manager/tmp"))).toEqual([]);
  });

  test("when the main process alone is killed, the others end by themselves", async () => {
    const dir = tempFolder();
    const orphaned = startExample("quickstart/main.ts", ["--dir", dir]);
    await orphaned.printed("inspected ");
    orphaned.process.kill("SIGKILL");
    await orphaned.ended; // Of all processes that hold the output open.
    await finishes(dir);
  });

  test.for([["SIGINT", 130], ["SIGTERM", 143]] as const)("%s stops it cleanly", async ([signal, code]) => {
    const dir = tempFolder();
    const stopped = startExample("quickstart/main.ts", ["--dir", dir]);
    await stopped.printed("inspected ");
    // As a terminal does it, Ctrl-C reaches every process.
    if (signal === "SIGINT") process.kill(-(stopped.process.pid as number), signal);
    else stopped.process.kill(signal);
    expect(await stopped.ended).toMatchObject({ code, stderr: `Stopped by ${signal}. Nothing is lost: run it again to finish.\n` });
    expect(readdirSync(join(dir, ".results-manager/tmp"))).toEqual([]);
    await finishes(dir);
  });

  test.skipIf(process.platform !== "linux")("when one worker is killed, the others do its work", async () => {
    const dir = tempFolder();
    const running = startExample("quickstart/main.ts", ["--dir", dir]);
    await running.printed("inspected ");
    const { pid } = running.process;
    const [worker] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    process.kill(Number(worker), "SIGKILL");
    const { code, stdout, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^Worker \d ended with SIGKILL\.\n$/) });
    const total = Number(/^(\d+) packages, /m.exec(stdout)?.[1]);
    expect([...readStore(dir).keys()]).toHaveLength(total + 1);
  });
});

/** Checks that a stopped run left whole results, but not all, and that the next one computes the others alone. */
async function finishes(dir: string): Promise<void> {
  const left = [...readStore(dir).keys()];
  expect(left.length).toBeGreaterThan(5);
  expect(left).not.toContain("summary");
  const { code, stdout, stderr } = await runExample("quickstart/main.ts", ["--dir", dir]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const [, computed, alreadyThere] = /^(\d+) computed, (\d+) already there$/m.exec(stdout) ?? [];
  expect(Number(alreadyThere)).toBe(left.length);
  expect(Number(computed)).toBeGreaterThan(0);
  const stored = readStore(dir);
  expect(stored.size).toBe(Number(computed) + Number(alreadyThere) + 1);
  expect(stored.get("summary")?.data["packages"]).toBe(stored.size - 1);
}
