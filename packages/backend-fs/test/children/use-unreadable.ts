import { chmodSync } from "node:fs";
import { join } from "node:path";
import { FileBackend, FileCache, FileValues } from "@results-manager/backend-fs";
import { isResultsError, ModelRegistry } from "@results-manager/core";
import { number } from "valibot";

// Tells the codes of what fails while the reserved folder, or the whole store, may not be looked into.
const [folder = "", what = ""] = process.argv.slice(2);
const registry = new ModelRegistry();
const model = registry.register("Count", number());
await using made = new FileBackend(folder, { registry });
await made.set("a", 1, { model });
await made.schemas(); // Describes the model while it can.
await using results = new FileBackend(folder, { registry });
await using cache = new FileCache(folder, { registry });
await using values = new FileValues(folder, { registry });
const hidden = join(folder, what);
chmodSync(hidden, 0);
const report: Record<string, unknown> = {};
const calls: Readonly<Record<string, () => Promise<unknown>>> = {
  set: () => results.set("b", 1, { model }),
  update: () => results.update("a", model, (n = 0) => n + 1),
  getOrCompute: () => results.getOrCompute("c", model, () => 1),
  delete: () => results.delete("a"),
  compact: () => results.compact(),
  getValue: () => cache.getValue("k"),
  setValue: () => cache.setValue("k", 1),
  incr: () => cache.incr("n"),
  invalidateTag: () => cache.invalidateTag("t"),
  save: () => values.save(1),
  list: () => values.list(),
};
for (const [name, call] of Object.entries(calls)) {
  report[name] = await call().then(
    () => "done",
    (error: Error & { readonly code?: string }) => (isResultsError(error) ? error.code : error.message),
  );
}
chmodSync(hidden, 0o755);
process.stdout.write(JSON.stringify(report));
