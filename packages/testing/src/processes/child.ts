import { once } from "node:events";
import type { AsyncCacheBackend, AsyncResultsBackend } from "@results-manager/core";
import { openCacheRecipe, openRecipe } from "./backend-recipe.ts";
import { type ChildOrder, type ChildSign, isCacheTask } from "./child-task.ts";
import { performCacheTask } from "./perform-cache-task.ts";
import { performTask } from "./perform-task.ts";
import { suiteModels } from "./suite-models.ts";

// One of the processes of the suite: it does what it is told, and says what it came to.
process.once("disconnect", () => process.exit(1)); // Whoever started it is gone, and nobody else would end it.
const { recipe, task } = JSON.parse(process.argv[2] ?? "") as ChildOrder;
const models = suiteModels();
const results = isCacheTask(task) ? undefined : await openRecipe(recipe, models.registry);
const cache = isCacheTask(task) ? await openCacheRecipe(recipe) : undefined;
const told = once(process, "message");
process.send?.("ready" satisfies ChildSign);
await told;
process.channel?.unref(); // Only its work keeps it alive from here on.
const report = isCacheTask(task)
  ? await performCacheTask(task, cache as AsyncCacheBackend)
  : await performTask(task, results as AsyncResultsBackend, models);
await (results ?? cache)?.close();
process.send?.(report);
