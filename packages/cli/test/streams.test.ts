import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandOf, linesOf, runResults, startResults } from "./run-results.ts";
import { fill, MEDIUM_NAMES, makeFolder, makeSample, Run, runOf } from "./sample-store.ts";

/** More ids than a pipe takes. */
const MANY = 1_500;

async function makeMany(medium: (typeof MEDIUM_NAMES)[number]): Promise<string> {
  const store = await makeSample(medium, 1);
  const ids = Array.from({ length: MANY }, (_, i) => [["many", `${"x".repeat(180)}${i}`], runOf(i % 9)] as const);
  await fill(store, (results) => results.setMany(ids, { model: Run }));
  return store;
}

describe.each(MEDIUM_NAMES)("output over %s", (medium) => {
  test("ends quietly when its reader has enough, and with 130 when it is interrupted", async () => {
    const store = await makeMany(medium);
    const command = commandOf(["ls", "-r", store]).map((word) => `'${word}'`);
    const script = `${command.join(" ")} | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trim().split("\n").at(-1)).toBe("0");

    const child = startResults("ls", "-r", store);
    await once(child.stdout, "readable"); // And nothing more is read: the pipe is full.
    child.kill("SIGINT");
    child.stdout.resume();
    expect(await once(child, "exit")).toEqual([130, null]);
  });
});

test("a failure in the middle leaves whole lines, and no document that could be taken for whole", async () => {
  const store = await makeMany("files");
  writeFileSync(join(store, "runs/0/score.json"), "{ torn");
  const lines = await runResults("find", store, "Run");
  expect([lines.status, linesOf(lines).length, lines.stdout.endsWith("\n")]).toEqual([1, MANY + 1, true]);
  expect(lines.stderr).toContain("[CORRUPT_RECORD]");
  const document = await runResults("find", store, "Run", "--json");
  expect(JSON.parse(document.stderr).error.code).toBe("CORRUPT_RECORD");
  expect(document.status).toBe(1);
  expect(() => JSON.parse(document.stdout)).toThrow();
});

test("a store that the Python library wrote is listed, described and searched", async () => {
  const folder = makeFolder();
  mkdirSync(join(folder, "runs"));
  for (const [i, accuracy] of [0.4, 0.9].entries()) {
    const record = { model_type: "Score", namespace: "default", data: { accuracy } };
    writeFileSync(join(folder, `runs/${i}.json`), JSON.stringify(record, undefined, 2));
  }
  expect(linesOf(await runResults("ls", folder))).toEqual([{ id: "runs", count: 2, isResult: false }]);
  expect(linesOf(await runResults("find", folder, "-w", "accuracy>0.5"))).toEqual([
    { id: "runs/1", value: { accuracy: 0.9 } },
  ]);
  expect(linesOf(await runResults("stats", folder))[1]).toMatchObject({ model: "Score", records: 2 });
});
