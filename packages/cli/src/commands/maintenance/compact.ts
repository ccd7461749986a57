import type { CommandModule } from "../../definition/command-definition.ts";
import { wordAt } from "../../definition/read-words.ts";
import { withStore } from "../../store/with-store.ts";
import { printCount } from "./print-count.ts";

export const run: CommandModule["run"] = (context) =>
  withStore(wordAt(context, 0) as string, "write", async ({ results }) =>
    printCount(context, "freedBytes", await results.compact()),
  );
