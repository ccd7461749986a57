import { once } from "node:events";
import { openCacheRecipe, openCallsRecipe, openRecipe } from "./backend-recipe.ts";
import { type ChildOrder, type ChildReport, type ChildSign, isCacheTask, isCallTask } from "./child-task.ts";
import { performCacheTask } from "./perform-cache-task.ts";
import { performCallTask } from "./perform-call-task.ts";
import { performTask } from "./perform-task.ts";
import { suiteModels } from "./suite-models.ts";

// One of the processes of the suite: it does what it is told, and says what it came to.
process.once("disconnect", () => process.exit(1)); // Whoever started it is gone, and nobody else would end it.
const { recipe, task } = JSON.parse(process.argv[2] ?? "") as ChildOrder;
const models = suiteModels();
const { close, perform } = await open();
const told = once(process, "message");
process.send?.("ready" satisfies ChildSign);
await told;
process.channel?.unref(); // Only its work keeps it alive from here on.
const report = await perform();
await close();
process.send?.(report);

async function open(): Promise<{ close: () => Promise<void>; perform: () => Promise<ChildReport> }> {
  if (isCacheTask(task)) {
    const cache = await openCacheRecipe(recipe);
    return { close: () => cache.close(), perform: () => performCacheTask(task, cache) };
  }
  if (isCallTask(task)) {
    const calls = await openCallsRecipe(recipe);
    return { close: () => calls.close(), perform: () => performCallTask(task, calls) };
  }
  const results = await openRecipe(recipe, models.registry);
  return { close: () => results.close(), perform: () => performTask(task, results, models) };
}
