import { appendFileSync, writeSync } from "node:fs";
import { type AsyncResultsBackend, isResultsError, type SetBehavior } from "@results-manager/core";
import { openRecipe } from "./backend-recipe.ts";
import type { ChildOrder, ChildReport, ChildTask } from "./child-task.ts";
import { suiteModels } from "./suite-models.ts";

// One of the processes of the suite: it does what it is told, and says what it came to.
const { registry, Count, Line } = suiteModels();
const { recipe, task } = JSON.parse(process.argv[2] ?? "") as ChildOrder;
const results = await openRecipe(recipe, registry);
const report = await perform(task);
await results.close();
process.send?.(report);

function perform(given: ChildTask): Promise<ChildReport> {
  switch (given.name) {
    case "set":
      return setAll(results, given.behavior, shuffledIds(given.ids));
    case "count":
      return count(given.times);
    case "compute":
      return compute(shuffledIds(given.ids), given.log);
    case "hang":
      return hang(given.log);
    case "write":
      return write(given.run);
  }
}

async function setAll(
  backend: AsyncResultsBackend,
  behavior: SetBehavior,
  ids: readonly string[],
): Promise<ChildReport> {
  const won: string[] = [];
  let refused = 0;
  const set = async (id: string): Promise<void> => {
    try {
      if (await backend.set(id, process.pid, { model: Count, behavior })) won.push(id);
    } catch (error) {
      if (!isResultsError(error, "RESULT_EXISTS")) throw error;
      refused++;
    }
  };
  await Promise.all(ids.map(set));
  return { won, refused };
}

async function count(times: number): Promise<ChildReport> {
  for (let i = 0; i < times; i++) await results.update("counter", Count, (n = 0) => n + 1);
  return { won: [], refused: 0 };
}

async function compute(ids: readonly string[], log: string): Promise<ChildReport> {
  const one = (id: string): Promise<number> =>
    results.getOrCompute(id, Count, async () => {
      appendFileSync(log, `${id}\n`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return id.length;
    });
  await Promise.all(ids.map(one));
  return { won: ids, refused: 0 };
}

function hang(log: string): Promise<never> {
  void results.getOrCompute("slow", Count, () => {
    appendFileSync(log, "slow\n");
    process.send?.("computing");
    setInterval(() => {}, 1000);
    return new Promise<number>(() => {});
  });
  return new Promise(() => {});
}

/** Until it is killed; each line it writes is a write that was acknowledged. */
async function write(run: number): Promise<never> {
  for (let n = 0; ; n += 20) {
    const one = async (_: unknown, i: number): Promise<void> => {
      const id = i % 4 === 0 ? `shared/${i}` : `run${run}/r${n + i}`;
      await results.set(id, { n: n + i, text: "x".repeat(500) }, { model: Line, behavior: "overwrite" });
      if (i % 4 !== 0) writeSync(1, `${id} ${n + i}\n`);
    };
    await Promise.all(Array.from({ length: 20 }, one));
  }
}

function shuffledIds(length: number): string[] {
  const ids = Array.from({ length }, (_, i) => `g${i % 20}/r${i}`);
  for (let i = ids.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [ids[i], ids[j]] = [ids[j] as string, ids[i] as string];
  }
  return ids;
}
