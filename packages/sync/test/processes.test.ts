import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { registerModel } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { ResultsManager } from "../src/index.ts";
import { type Running, startScript } from "./support/run-script.ts";

const Pid = registerModel("Pid", v.number());
const Square = registerModel("Square", v.object({ of: v.number(), is: v.number() }));
const IDS = 60;
const TIMES = 30;
const STORES = ["files", "SQLite"] as const;
/** `pnpm test:all` runs both; blocking is the same on each, and the suite of one process runs over files every time. */
const SOME = process.env.TEST_ALL ? STORES : (["SQLite"] as const);

function urlOf(store: (typeof STORES)[number], folder: string): string {
  return store === "files" ? join(folder, "data") : `sqlite:${join(folder, "results.db")}`;
}

const linesOf = (path: string): string[] => readFileSync(path, "utf8").trimEnd().split("\n");

async function ready(script: Running): Promise<void> {
  const ended = script.ended.then(({ stderr }) => expect.fail(`It ended before it was ready: ${stderr}`));
  while (!script.said().includes("ready\n")) await Promise.race([delay(5), ended]);
}

describe.for(SOME)("processes on one store of %s", (store) => {
  test("2 that block and 2 that await: one winner an id, no update lost, everything computed once", async () => {
    const folder = tempFolder();
    const url = urlOf(store, folder);
    const log = join(folder, "log");
    const go = join(folder, "go");
    const args = [url, log, go, String(IDS), String(TIMES)];
    const scripts = ["sync", "async", "sync", "async"].map((world) => startScript("race.ts", [world, ...args]));
    await Promise.all(scripts.map(ready));
    writeFileSync(go, "");
    const ended = await Promise.all(scripts.map((script) => script.ended));
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(ended.map(() => [0, ""]));
    const reports = ended.map(({ stdout }) => JSON.parse(stdout.replace("ready\n", "")));
    const winners = new Map<string, number>(reports.flatMap(({ pid, won }) => won.map((id: string) => [id, pid])));
    expect(reports.reduce((sum, { won }) => sum + won.length, 0)).toBe(IDS);
    using results = new ResultsManager(url);
    const ids = results.listIds("id");
    expect(ids).toHaveLength(IDS);
    expect(results.getMany(ids, Pid)).toEqual(ids.map((id) => winners.get(id)));
    expect(results.get("counter", Pid)).toBe(scripts.length * TIMES);
    expect(linesOf(log).toSorted()).toEqual(results.listIds("computed").toSorted());
    expect(results.listIds("computed")).toHaveLength(IDS);
  });

  test("a computation of another process is waited for longer than timeoutMs", async () => {
    const folder = tempFolder();
    const url = urlOf(store, folder);
    const go = join(folder, "go");
    const script = startScript("slow-computation.ts", [url, go]);
    await ready(script);
    using _ = new ResultsManager(url); // Starts the worker, which may take long.
    using results = new ResultsManager(url, { timeoutMs: 1_000 });
    writeFileSync(go, "");
    expect(results.getOrCompute("slow", Pid, () => process.pid)).not.toBe(process.pid);
    expect(await script.ended).toMatchObject({ code: 0, stderr: "" });
  });

  test("a script that is killed midway, again and again, goes on where it was", async () => {
    const folder = tempFolder();
    const url = urlOf(store, folder);
    const log = join(folder, "log");
    const count = 150;
    const acknowledged = new Set<string>();
    let kills = 0;
    for (; ; kills++) {
      const before = acknowledged.size;
      const pause = kills < 3 ? [String(before + 49)] : [];
      const script = startScript("loop.cjs", [url, log, String(count), ...pause]);
      let over = false;
      void script.ended.then(() => {
        over = true;
      });
      // Each run gets a little further; the last may come to its end.
      while (!over && script.said().split("\n").length - 1 < before + 40) await delay(2);
      if (kills < 3) script.kill();
      const { code, signal, stdout, stderr } = await script.ended;
      for (const line of stdout.split("\n").slice(0, -1)) acknowledged.add(line);
      using results = new ResultsManager(url);
      const stored = results.listIds("squares");
      expect(stored.length).toBeGreaterThanOrEqual(acknowledged.size);
      for (const i of acknowledged) expect(results.get(`squares/${i}`, Square).is).toBe(Number(i) ** 2);
      if (signal === null) {
        expect([code, stderr]).toEqual([0, ""]);
        expect(stored).toHaveLength(count);
        break;
      }
    }
    expect(kills).toBe(3);
    // What was computed when the kill came is computed again, and nothing else.
    expect(linesOf(log).length).toBeLessThanOrEqual(count + kills);
    expect(new Set(linesOf(log)).size).toBe(count);
  });
});
