import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const RUNNER = fileURLToPath(new URL("./list-runner.ts", import.meta.url));
const PROCESSES = 4;
const ITEMS = 2000;
const ITEM_MS = 20;
const CONCURRENCY = 2;
const LIMIT = 1.15;

/** Lets processes share a list, and compares the time that the list takes with that of items which cost nothing beside their own time. */
export async function benchList(folder: string): Promise<string> {
  const lines: string[] = [];
  for (const medium of ["files", "sqlite"] as const) {
    const place = join(folder, medium === "files" ? "list" : "list.db");
    const order = { medium, place, items: ITEMS, itemMs: ITEM_MS, concurrency: CONCURRENCY };
    const runners = Array.from({ length: PROCESSES }, () =>
      spawn(process.execPath, [...process.execArgv, RUNNER, JSON.stringify(order)], {
        stdio: ["pipe", "pipe", "inherit"],
      }),
    );
    await Promise.all(runners.map(({ stdout }) => once(stdout, "data"))); // All are ready.
    const start = performance.now();
    const ends = runners.map(async (runner) => {
      const said = once(runner.stdout, "data");
      runner.stdin.end("go");
      return Number(String((await said)[0]));
    });
    const computed = (await Promise.all(ends)).reduce((sum, each) => sum + each, 0);
    const ms = performance.now() - start;
    const ideal = (ITEMS * ITEM_MS) / (PROCESSES * CONCURRENCY);
    const ratio = (ms / ideal).toFixed(2);
    lines.push(
      `${medium}: ${PROCESSES} processes computed ${computed} of ${ITEMS} items in ${ms.toFixed(0)} ms, ${ratio} of ideal, at most ${LIMIT}`,
    );
  }
  return lines.join("\n");
}
