import type { CommandModule } from "../definition/command-definition.ts";
import { textOf, wordAt } from "../definition/read-words.ts";
import { DONE } from "../errors/exit-codes.ts";
import { withStore } from "../store/with-store.ts";
import { toPlain } from "../text/plain-json.ts";
import { prettyText } from "../text/pretty-text.ts";
import { partOf } from "./part-of.ts";

export const run: CommandModule["run"] = (context) =>
  withStore(wordAt(context, 0) as string, "read", async ({ results }) => {
    const { output } = context;
    const { value } = await results.inspect(wordAt(context, 1) as string);
    const path = textOf(context, "field");
    const part = path === undefined ? value : partOf(value, path);
    await output.document(toPlain(part), prettyText(part, output.isColored));
    return DONE;
  });
