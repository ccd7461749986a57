import { appendFileSync } from "node:fs";
import { registerModel } from "@results-manager/core";
import { ResultsManager } from "@results-manager/sync";
import { openResults } from "results-manager";
import * as v from "valibot";
import { waitForGo } from "./wait-for-go.ts";

// One of several processes that want the same: sets the same ids, adds to one counter, computes the same results.
const [world, url, log, go, ids, times] = process.argv.slice(2) as [string, string, string, string, string, string];
const Pid = registerModel("Pid", v.number());
const behavior = "skip_if_exists";
const order = Array.from({ length: Number(ids) }, (_, i) => i).sort(() => Math.random() - 0.5);
const computed = (id: string): number => {
  appendFileSync(log, `${id}\n`);
  return process.pid;
};
const won: string[] = [];

if (world === "sync") {
  using results = new ResultsManager(url, { durability: "process" });
  waitForGo(go);
  for (const i of order) if (results.set(`id/${i}`, process.pid, { model: Pid, behavior })) won.push(`id/${i}`);
  for (let i = 0; i < Number(times); i++) results.update("counter", Pid, (n = 0) => n + 1);
  for (const i of order) results.getOrCompute(`computed/${i}`, Pid, () => computed(`computed/${i}`));
} else {
  await using results = await openResults(url, { durability: "process" });
  waitForGo(go);
  const set = async (i: number): Promise<void> => {
    if (await results.set(`id/${i}`, process.pid, { model: Pid, behavior })) won.push(`id/${i}`);
  };
  for (const i of order) await set(i);
  for (let i = 0; i < Number(times); i++) await results.update("counter", Pid, (n = 0) => n + 1);
  for (const i of order) await results.getOrCompute(`computed/${i}`, Pid, () => computed(`computed/${i}`));
}
process.stdout.write(JSON.stringify({ pid: process.pid, won }));
