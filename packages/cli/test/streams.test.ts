import { spawn, spawnSync } from "node:child_process";
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

  test("a store that eight processes write to is listed, counted and searched", async () => {
    const store = await makeSample(medium, 3);
    const script = join(import.meta.dirname, "children/keep-writing.ts");
    const [program = "", ...flags] = commandOf([]).slice(0, -1);
    const writers = Array.from({ length: 8 }, (_, i) =>
      spawn(program, [...flags, script, store, String(i)], { stdio: ["pipe", "pipe", "inherit"] }),
    );
    await Promise.all(writers.map((writer) => once(writer.stdout, "data")));
    const runs = [
      ["ls", store],
      ["ls", "-lr", store],
      ["stats", store],
      ["find", store, "Run", "--ids"],
      ["count", store],
    ];
    const outcomes = await Promise.all(runs.map((words) => runResults(...words)));
    expect(outcomes.map(({ status, stderr }) => [status, stderr])).toEqual(runs.map(() => [0, ""]));
    expect(linesOf(outcomes[3] as { stdout: string }).map(({ id }) => id)).toContain("runs/2/score");
    for (const writer of writers) writer.stdin.end();
    await Promise.all(writers.map((writer) => once(writer, "exit")));
  });
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
