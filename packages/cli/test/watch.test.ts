import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { linesOf, runOnTerminal, runResults, startResults } from "./run-results.ts";
import { fill, MEDIUM_NAMES, makeSample, Run, runOf } from "./sample-store.ts";

/** Starts to watch, and resolves when the watch has begun. */
async function startWatch(...words: readonly string[]) {
  const child = startResults("watch", ...words);
  onTestFinished(() => void child.kill("SIGKILL"));
  const seen = { stdout: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    seen.stdout += text;
  });
  await once(child.stderr, "data");
  return { child, changes: () => linesOf<{ id: string; kind: string }>({ stdout: seen.stdout }) };
}

describe.each(MEDIUM_NAMES)("watch over %s", (medium) => {
  test("prints each change as it happens, until it is interrupted", async () => {
    const store = await makeSample(medium, 2);
    const { child, changes } = await startWatch(store, "runs");
    await fill(store, async (results) => {
      await results.set("runs/7", runOf(7), { model: Run });
      await expect.poll(changes, { timeout: 20_000 }).toContainEqual({ id: "runs/7", kind: "set" });
      await results.set("other", runOf(7), { model: Run });
      await results.delete("runs/0/score");
      await expect.poll(changes, { timeout: 20_000 }).toContainEqual({ id: "runs/0/score", kind: "delete" });
    });
    expect(changes().map(({ id }) => id)).not.toContain("other");
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([130, null]);
  });

  test("ends quietly when its output is no longer read", async () => {
    const store = await makeSample(medium, 1);
    const { child } = await startWatch(store, "--read-only");
    child.stdout.destroy();
    let told = "";
    child.stderr.on("data", (text) => {
      told += text;
    });
    const end = once(child, "close");
    await fill(store, async (results) => {
      for (let i = 0; child.exitCode === null && i < 500; i++) {
        await results.set(`more/${i}`, runOf(i), { model: Run });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    expect(await end).toEqual([0, null]);
    expect(told).toBe("");
  });
});

test("wrong words, and a store that is not there", async () => {
  const store = await makeSample("files", 1);
  expect((await runResults("watch", store, "--json")).status).toBe(2);
  expect((await runResults("watch", store, "a/../b")).status).toBe(2);
  expect((await runResults("watch", `${store}/none`)).status).toBe(3);
  expect(runOnTerminal(["watch", store, "--json"]).stdout).toContain("--ndjson");
});
