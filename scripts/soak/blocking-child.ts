import { appendFileSync, writeSync } from "node:fs";
import { ResultsManager } from "@results-manager/sync";
import { type BackendRecipe, openRecipe } from "@results-manager/testing/processes";
import { defaultRegistry, registerModel } from "results-manager";
import * as v from "valibot";

// One of several scripts that work on the same ids. Each line it prints was acknowledged.
const [world, given, log, ids] = process.argv.slice(2) as [string, string, string, string];
const recipe: BackendRecipe = JSON.parse(given);
const Pid = registerModel("Pid", v.number());
const OPTIONS = { model: Pid, behavior: "skip_if_exists" } as const;
const order = Array.from({ length: Number(ids) }, (_, i) => i).sort(() => Math.random() - 0.5);
const say = (line: string): number => writeSync(1, `${line}\n`);
const add = (n = 0): number => n + 1;
const compute = (i: number) => (): number => {
  appendFileSync(log, `${i}\n`);
  return i;
};

if (world === "blocking") {
  using results = new ResultsManager({ backend: recipe });
  for (const i of order) {
    if (results.set(`id/${i}`, process.pid, OPTIONS)) say(`won ${i}`);
    say(`counted ${results.update("counter", Pid, add)}`);
    results.getOrCompute(`computed/${i}`, Pid, compute(i));
  }
} else {
  await using results = await openRecipe(recipe, defaultRegistry);
  for (const i of order) {
    if (await results.set(`id/${i}`, process.pid, OPTIONS)) say(`won ${i}`);
    say(`counted ${await results.update("counter", Pid, add)}`);
    await results.getOrCompute(`computed/${i}`, Pid, compute(i));
  }
}
