import type { CommandModule } from "../../definition/command-definition.ts";
import { isSet, listOf, wordAt } from "../../definition/read-words.ts";
import { FAILED } from "../../errors/exit-codes.ts";
import { withStore } from "../../store/with-store.ts";
import { confirm } from "./confirm.ts";
import { printCount } from "./print-count.ts";

export const run: CommandModule["run"] = async (context) => {
  const store = wordAt(context, 0) as string;
  const roots = listOf(context, "root");
  if (isSet(context, "dryRun")) {
    return withStore(store, "read", async (opened) => {
      const hasValues = (await opened.faces()).includes("values");
      return printCount(context, "unused", hasValues ? await opened.calls.gc(roots, { dryRun: true }) : 0);
    });
  }
  if (!(await confirm(context, `Remove the values of ${store} that nothing refers to?`))) return FAILED;
  return withStore(store, "write", async ({ calls }) => printCount(context, "removed", await calls.gc(roots)));
};
