import type { CommandModule } from "../../definition/command-definition.ts";
import { isSet, wordAt } from "../../definition/read-words.ts";
import { DONE, FAILED } from "../../errors/exit-codes.ts";
import { withStore } from "../../store/with-store.ts";
import { confirm } from "./confirm.ts";
import { printCount } from "./print-count.ts";

export const run: CommandModule["run"] = async (context) => {
  const store = wordAt(context, 0) as string;
  if (isSet(context, "dryRun")) {
    return withStore(store, "read", async (opened) => {
      const faces = (await opened.faces()).filter((face) => face !== "values"); // Values do not expire.
      const stats = await Promise.all(faces.map((face) => opened[face].stats()));
      const expired = stats.reduce((sum, each) => sum + each.expired, 0);
      return printCount(context, "expired", expired);
    });
  }
  if (!(await confirm(context, `Remove the expired records of ${store}?`))) return FAILED;
  return withStore(store, "write", async (opened) => {
    await printCount(context, "removed", await opened.prune());
    return DONE;
  });
};
