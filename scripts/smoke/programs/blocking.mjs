// Uses the blocking faces on the medium that the URL names.
import { registerModel } from "@results-manager/core";
import { CacheManager, ResultsManager } from "@results-manager/sync";
import * as v from "valibot";

const [, , url] = process.argv;
const Loss = registerModel("Loss", v.object({ value: v.number() }));
try {
  const results = new ResultsManager(url);
  results.set("runs/7/loss", { value: 0.31 }, { model: Loss, behavior: "overwrite" });
  const best = results.getOrCompute("runs/best", Loss, () => results.get("runs/7/loss", Loss));
  const cache = new CacheManager(url);
  const count = cache.incr("n");
  console.log(best.value === 0.31 && count >= 1 ? "ok" : `went wrong: ${best.value} ${count}`);
  cache.close();
  results.close();
} catch (error) {
  console.log(error.code ?? error.stack);
}
