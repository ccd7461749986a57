import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { median } from "../bench/measure/median.ts";
import { run } from "../packaging/run-tool.ts";
import { temporaryFolder } from "./consumer.ts";
import type { Runtime } from "./run-program.ts";

/** Number of cold processes of each kind; they take turns. */
const RUNS = 20;
/** Number up to which more processes join the same medians, where other work makes the first ones differ. */
const MAX_RUNS = 100;
/** Maximum time of `ls` on a small store, as a multiple of the time that Node itself takes. */
const MAX_TIME = 3;
const MEDIA = ["files", "sqlite"] as const;

const bin = (consumer: string, name: string): string => join(consumer, "node_modules", name, "bin/results.js");

/** Checks that both packed packages that have the command line run it, from JSON Lines into a store and back. */
export function checkCommandLine(consumer: string, { command }: Runtime): string {
  const folder = temporaryFolder();
  const store = join(folder, "data");
  const [executable = "", ...args] = command;
  const results = (name: string, ...words: readonly string[]): string =>
    run(executable, [...args, bin(consumer, name), ...words], folder);
  run(executable, [...args, join(consumer, "faces.mjs"), store], folder);
  const listed = results("results-manager", "ls", store);
  if (!listed.includes('"id"')) throw new Error(`ls must list the ids of ${store}, it printed '${listed}'.`);
  const help = results("@results-manager/cli", "--help");
  if (!help.includes("Usage: results")) throw new Error(`--help must print the usage, it printed '${help}'.`);
  return `${listed.trim().split("\n").length} ids`;
}

/** Checks how long `ls` takes on small stores, from the start of its process to its end. */
export function measureCommandLine(consumer: string): string {
  const folder = temporaryFolder();
  const stores = MEDIA.map((medium) => {
    const own = join(folder, medium);
    mkdirSync(own);
    const url = medium === "files" ? join(own, "data") : `sqlite:${join(own, "results.db")}`;
    run(process.execPath, [join(consumer, "faces.mjs"), url], own);
    return url;
  });
  const start = (...args: readonly string[]): number => {
    const from = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: consumer, encoding: "utf8" });
    if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}:\n${stderr}`);
    return performance.now() - from;
  };
  const own: number[] = [];
  const listed: number[][] = stores.map(() => []);
  let times: number[];
  do {
    for (let i = 0; i < RUNS; i++) {
      own.push(start("--eval", "0"));
      for (const [at, store] of stores.entries()) {
        listed[at]?.push(start(bin(consumer, "results-manager"), "ls", store));
      }
    }
    times = listed.map((each) => median(each) / median(own));
  } while (isSlow(times) && own.length < MAX_RUNS);
  const shown = `ls takes ${times.map((each) => each.toFixed(2)).join(" (files) and ")} (SQLite) times as long as Node itself (medians of ${own.length})`;
  if (isSlow(times)) throw new Error(`${shown}; at most ${MAX_TIME} is allowed.`);
  return shown;
}

function isSlow(times: readonly number[]): boolean {
  return times.some((time) => time > MAX_TIME);
}
