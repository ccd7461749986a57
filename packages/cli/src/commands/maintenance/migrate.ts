import type { CommandModule } from "../../definition/command-definition.ts";
import { isSet, textOf, wordAt } from "../../definition/read-words.ts";
import { FAILED } from "../../errors/exit-codes.ts";
import { UsageError } from "../../errors/usage-error.ts";
import { withStore } from "../../store/with-store.ts";
import { confirm } from "./confirm.ts";
import { loadModels } from "./load-models.ts";
import { printCount } from "./print-count.ts";

export const run: CommandModule["run"] = async (context) => {
  const store = wordAt(context, 0) as string;
  const prefix = wordAt(context, 1);
  const path = textOf(context, "models");
  if (path === undefined)
    throw new UsageError("--models must name the module that registers the models and their upgrades.");
  const registry = await loadModels(path);
  if (isSet(context, "dryRun")) {
    return withStore(store, "read", async ({ results }) => {
      const { models } = await results.stats(prefix);
      const old = models.filter(
        (each) => (registry.findModel(each.model, each.namespace)?.version ?? 0) > each.version,
      );
      return printCount(
        context,
        "old",
        old.reduce((sum, { records }) => sum + records, 0),
      );
    });
  }
  if (!(await confirm(context, `Rewrite the old results of ${store}?`))) return FAILED;

  return withStore(
    store,
    "write",
    async ({ results }) => printCount(context, "migrated", await results.migrate(prefix)),
    { registry },
  );
};
