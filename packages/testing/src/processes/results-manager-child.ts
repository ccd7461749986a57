import { once } from "node:events";
import { openCacheRecipe, openCallsRecipe, openRecipe } from "./backend-recipe.ts";
import { type ChildOrder, type ChildReport, type ChildSign, isCacheTask, isCallTask } from "./child-task.ts";
import { performCacheTask } from "./perform-cache-task.ts";
import { performCallTask } from "./perform-call-task.ts";
import { performTask } from "./perform-task.ts";
import { suiteModels } from "./suite-models.ts";

// A process of the suite: it carries out a task and reports the result.
process.once("disconnect", () => process.exit(1)); // Its parent has ended, and no other process would end it.
const { recipe, task } = JSON.parse(process.argv[2] ?? "") as ChildOrder;
const models = suiteModels();
const { close, perform } = await open();
const told = once(process, "message");
process.send?.("ready" satisfies ChildSign);
await told;
process.channel?.unref(); // From here on, only its task keeps it alive.
const report = await perform();
await close();
process.send?.(report);

async function open(): Promise<{ close: () => Promise<void>; perform: () => Promise<ChildReport> }> {
  if (isCacheTask(task)) {
    const cache = await openCacheRecipe(recipe);
    return { close: () => cache.close(), perform: () => performCacheTask(task, cache, models) };
  }
  if (isCallTask(task)) {
    const calls = await openCallsRecipe(recipe);
    return { close: () => calls.close(), perform: () => performCallTask(task, calls) };
  }
  const results = await openRecipe(recipe, models.registry);
  return { close: () => results.close(), perform: () => performTask(task, results, models) };
}
