import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { number } from "valibot";
import { expect, test } from "vitest";
import { FileBackend } from "../src/index.ts";
import { tempFolder } from "./temp-folder.ts";

const PROCESSES = 8;
const registry = new ModelRegistry();
const Count = registry.register("Count", number());

interface Report {
  readonly won: readonly string[];
  readonly refused: number;
}

function start(...args: readonly string[]): ChildProcess {
  const script = join(import.meta.dirname, "children", "race.ts");
  return fork(script, [...args], { execArgv: ["--conditions=@results-manager/source"] });
}

async function race(...args: readonly string[]): Promise<Report[]> {
  const children = Array.from({ length: PROCESSES }, () => start(...args));
  return Promise.all(
    children.map(async (child) => {
      const exit = once(child, "exit");
      const [report] = (await Promise.race([once(child, "message"), exit.then(() => [undefined])])) as [Report];
      expect(await exit).toEqual([0, null]);
      return report;
    }),
  );
}

test.each(["skip_if_exists", "raise_if_exists"])(
  "8 processes, 2,000 ids, %s: one winner each",
  async (behavior) => {
    const folder = tempFolder();
    const reports = await race(folder, behavior, "2000");
    const won = reports.flatMap((report) => report.won);
    expect(won.length).toBe(2000);
    expect(new Set(won).size).toBe(2000);
    if (behavior === "raise_if_exists") expect(reports.reduce((sum, { refused }) => sum + refused, 0)).toBe(7 * 2000);
    await using results = new FileBackend(folder, { registry });
    const ids = await results.listIds();
    expect(ids.length).toBe(2000);
    for (const id of ids)
      expect(JSON.parse(readFileSync(join(folder, `${id}.json`), "utf8"))).toMatchObject({ model_type: "Count" });
  },
  120_000,
);

test("8 processes add 1 to one counter 500 times each: the total is exact", async () => {
  const folder = tempFolder();
  await race(folder, "update", "500");
  await using results = new FileBackend(folder, { registry });
  expect(await results.get("counter", Count)).toBe(PROCESSES * 500);
}, 120_000);

test("8 processes want 50 computed results: each is computed once", async () => {
  const folder = tempFolder();
  const log = join(tempFolder(), "log");
  await race(folder, "compute", "50", log);
  const computed = readFileSync(log, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(" ")[0]);
  expect(computed.length).toBe(50);
  expect(new Set(computed).size).toBe(50);
}, 60_000);

test("a computation whose process is killed is run exactly once more", async () => {
  const folder = tempFolder();
  const log = join(tempFolder(), "log");
  const runner = start(folder, "hang", "1", log);
  await once(runner, "message");
  const runs = (): number => readFileSync(log, "utf8").trim().split("\n").length;
  const stores = Array.from({ length: 7 }, () => new FileBackend(folder, { registry }));
  const waiting = Promise.all(
    stores.map((store) =>
      store.getOrCompute("slow", Count, () => {
        appendFileSync(log, "slow again\n");
        return 7;
      }),
    ),
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(runs()).toBe(1);
  const killed = performance.now();
  runner.kill("SIGKILL");
  expect(await waiting).toEqual([7, 7, 7, 7, 7, 7, 7]);
  expect(performance.now() - killed).toBeLessThan(5000);
  expect(runs()).toBe(2);
  await Promise.all(stores.map((store) => store.close()));
}, 60_000);
