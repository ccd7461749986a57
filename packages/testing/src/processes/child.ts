import { once } from "node:events";
import { openRecipe } from "./backend-recipe.ts";
import type { ChildOrder, ChildSign } from "./child-task.ts";
import { performTask } from "./perform-task.ts";
import { suiteModels } from "./suite-models.ts";

// One of the processes of the suite: it does what it is told, and says what it came to.
process.once("disconnect", () => process.exit(1)); // Whoever started it is gone, and nobody else would end it.
const { recipe, task } = JSON.parse(process.argv[2] ?? "") as ChildOrder;
const models = suiteModels();
const results = await openRecipe(recipe, models.registry);
const told = once(process, "message");
process.send?.("ready" satisfies ChildSign);
await told;
process.channel?.unref(); // Only its work keeps it alive from here on.
const report = await performTask(task, results, models);
await results.close();
process.send?.(report);
