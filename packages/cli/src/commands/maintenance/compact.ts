import type { CommandModule } from "../../definition/command-definition.ts";
import { isSet, wordAt } from "../../definition/read-words.ts";
import { DONE } from "../../errors/exit-codes.ts";
import { mediumOf } from "../../store/medium-of.ts";
import { withStore } from "../../store/with-store.ts";
import { freeableBytes } from "./freeable-bytes.ts";
import { printCount } from "./print-count.ts";

export const run: CommandModule["run"] = (context) => {
  const store = wordAt(context, 0) as string;
  if (!isSet(context, "dryRun")) {
    return withStore(store, "write", async ({ results }) => printCount(context, "freedBytes", await results.compact()));
  }
  return withStore(store, "read", async ({ results }) => {
    const bytes = freeableBytes(mediumOf(store), results.storage.place);
    if (bytes !== undefined) return printCount(context, "freeableBytes", bytes);
    await context.output.document({ freeableBytes: null }, "This store does not tell how much could be freed.");
    return DONE;
  });
};
