import { spawnSync } from "node:child_process";
import { align } from "../measure/format-table.ts";
import { median } from "../measure/median.ts";
import { RESULTS } from "./command-line.ts";

const ROUNDS = 20;
/** Starts that do not count: Node keeps what it has compiled for the next process. */
const WARM_UP = 2;

/** Compares `ls` of a database, in a new process each, with Node's own start, in turn. */
export function benchListing(path: string): string {
  const own: number[] = [];
  const listing: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const times = [timeOf("--eval", "0"), timeOf(RESULTS, "ls", path)] as const;
    if (round < 0) continue;
    own.push(times[0]);
    listing.push(times[1]);
  }
  const rowOf = (name: string, times: readonly number[]): string[] => [
    name,
    median(times).toFixed(1),
    (median(times) / median(own)).toFixed(2),
  ];
  return align([["", "ms", "/ node -e 0"], rowOf("node -e 0", own), rowOf("ls", listing)]);
}

function timeOf(...words: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${words.join(" ")} failed: ${stderr}`);
  return performance.now() - start;
}
