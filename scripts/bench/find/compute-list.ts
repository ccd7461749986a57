import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ListOrder } from "./list-runner.ts";

const RUNNER = fileURLToPath(new URL("./list-runner.ts", import.meta.url));
const PROCESSES = 4;
const ITEMS = 2000;
const ITEM_MS = 20;
const CONCURRENCY = 2;
const LIMIT = 1.15;
/** Time that the list takes if items cost nothing beside their own time. */
const IDEAL_MS = (ITEMS * ITEM_MS) / (PROCESSES * CONCURRENCY);

/** Lets processes share a list, and compares the time that the list takes with that of items which cost nothing beside their own time. */
export async function benchList(folder: string): Promise<string> {
  const lines: string[] = [];
  for (const medium of ["files", "sqlite"] as const) {
    for (const killed of [0, PROCESSES / 2]) lines.push(await shareList(folder, medium, killed));
  }
  return lines.join("\n");
}

/** Lets processes share a list, of which some are killed midway. */
async function shareList(folder: string, medium: ListOrder["medium"], killed: number): Promise<string> {
  const name = `list-${medium}-${killed}`;
  const log = join(folder, `${name}-computed`);
  mkdirSync(log, { recursive: true });
  const place = join(folder, medium === "files" ? name : `${name}.db`);
  const order: ListOrder = { medium, place, log, items: ITEMS, itemMs: ITEM_MS, concurrency: CONCURRENCY };
  const runners = Array.from({ length: PROCESSES }, () =>
    spawn(process.execPath, [...process.execArgv, RUNNER, JSON.stringify(order)], {
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  await Promise.all(runners.map(({ stdout }) => once(stdout, "data"))); // All are ready.
  const start = performance.now();
  const ends = runners.slice(killed).map(async ({ stdin, stdout }) => {
    const said = once(stdout, "data");
    stdin.end("go");
    await said;
  });
  for (const { stdin } of runners.slice(0, killed)) stdin.end("go");
  const idealMs = killed === 0 ? IDEAL_MS : await killMidway(runners.slice(0, killed), start);
  await Promise.all(ends);
  const ms = performance.now() - start;
  const ratio = (ms / idealMs).toFixed(2);
  return `${medium}, ${PROCESSES} processes, ${killed} killed midway: ${ITEMS} items in ${ms.toFixed(0)} ms, ${ratio} of ideal, at most ${LIMIT}; ${countsOf(log, killed)}`;
}

/** Kills processes in the middle of the list; returns the ideal time of the list. */
async function killMidway(killed: readonly ChildProcess[], start: number): Promise<number> {
  await delay(IDEAL_MS / 2);
  for (const runner of killed) runner.kill("SIGKILL");
  const ms = performance.now() - start;
  const left = ITEMS * ITEM_MS - ms * PROCESSES * CONCURRENCY;
  return ms + left / ((PROCESSES - killed.length) * CONCURRENCY);
}

/** Describes how often items were computed. */
function countsOf(log: string, killed: number): string {
  const computed = readdirSync(log).flatMap((name) => readFileSync(join(log, name), "utf8").trim().split("\n"));
  const again = computed.length - new Set(computed).size;
  const most = 2 * killed * CONCURRENCY; // Those computed, and those claimed.
  return `${new Set(computed).size} computed, ${again} of them twice, at most ${most}`;
}
