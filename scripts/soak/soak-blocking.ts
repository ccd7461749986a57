import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ResultsManager } from "@results-manager/sync";
import { type BackendRecipe, moduleFlags } from "@results-manager/testing/processes";
import { registerModel } from "results-manager";
import * as v from "valibot";

const CHILD = join(import.meta.dirname, "blocking-child.ts");
const Pid = registerModel("Pid", v.number());
const WORLDS = ["blocking", "awaiting"] as const;
/** Options of a race of scripts that block with scripts that await. */
export interface BlockingRace {
  /** Number of scripts of each kind. */
  readonly scripts: number;
  readonly ids: number;
  /** Number of blocking scripts that are killed, each at another point; each is replaced by another one. */
  readonly kills: number;
  /** Path of the file in which computations are recorded. */
  readonly log: string;
  readonly signal: AbortSignal;
}

/**
 * Runs scripts that block and scripts that await on the same ids, and kills some of those that block.
 *
 * @throws if an id has two winners, or an acknowledged operation is lost, counted twice or computed needlessly.
 */
export async function raceOfWorlds(recipe: BackendRecipe, race: BlockingRace): Promise<{ readonly counted: number }> {
  const { scripts, ids, kills, log, signal } = race;
  const said: string[] = [];
  const run = async (world: (typeof WORLDS)[number], killedAfter?: number): Promise<void> => {
    const args = [...moduleFlags(), CHILD, world, JSON.stringify(recipe), log, String(ids)];
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "inherit"],
      signal,
      killSignal: "SIGKILL",
    });
    const ended = once(child, "close");
    if (killedAfter !== undefined) killAfter(child, killedAfter);
    const lines = (await text(child.stdout)).split("\n").slice(0, -1);
    said.push(...lines.map((line) => `${child.pid} ${line}`));
    const [code, by] = await ended;
    if (killedAfter !== undefined && by === "SIGKILL") return run(world);
    if (code !== 0) throw new Error(`A script that is ${world} ended with ${code ?? by}.`);
  };
  const doomed = Array.from({ length: kills }, (_, i) => (i + 1) * Math.ceil(ids / (kills + 1)));
  const calm = Array.from({ length: 2 * scripts }, (_, i) => run(WORLDS[i % 2] as (typeof WORLDS)[number]));
  await Promise.all([...calm, ...doomed.map((lines) => run("blocking", lines))]);
  using results = new ResultsManager({ backend: recipe });
  return { counted: check(results, said, race) };
}

/** Kills a script after a number of output lines. */
function killAfter(child: ChildProcess, lines: number): void {
  let left = lines;
  child.stdout?.on("data", (chunk: Buffer) => {
    left -= chunk.toString().split("\n").length - 1;
    if (left <= 0) child.kill("SIGKILL");
  });
}

/** Compares the acknowledged operations with the stored records. */
function check(results: ResultsManager, said: readonly string[], { ids, kills, log }: BlockingRace): number {
  const wins = said.filter((line) => line.includes(" won "));
  const stored = results.listIds("id");
  if (stored.length !== ids) throw new Error(`${ids} ids must be stored, got ${stored.length}.`);
  for (const [pid, , i] of wins.map((line) => line.split(" "))) {
    const winner = results.get(`id/${i}`, Pid);
    if (winner !== Number(pid)) throw new Error(`Process ${pid} won id ${i}, but ${winner} is stored.`);
  }
  if (wins.length < ids - kills || wins.length > ids)
    throw new Error(`${ids} wins must be acknowledged, got ${wins.length}.`);
  const counted = said.filter((line) => line.includes(" counted ")).map((line) => line.split(" ")[2]);
  if (new Set(counted).size !== counted.length) throw new Error("No number of the counter may be returned twice.");
  const total = results.get("counter", Pid);
  if (total < counted.length || total > counted.length + kills) {
    throw new Error(`The counter must be ${counted.length}, and at most ${kills} more, got ${total}.`);
  }
  const computed = readFileSync(log, "utf8").trimEnd().split("\n");
  if (new Set(computed).size !== ids || computed.length > ids + kills) {
    throw new Error(`${ids} results must be computed, and at most ${kills} twice, got ${computed.length}.`);
  }
  return total;
}
