import { clearInterval, setInterval } from "node:timers";
import type { ResultChange } from "results-manager";
import type { CommandModule } from "../definition/command-definition.ts";
import { isSet, wordAt } from "../definition/read-words.ts";
import { DONE } from "../errors/exit-codes.ts";
import { UsageError } from "../errors/usage-error.ts";
import type { OutputFormat } from "../output/output-format.ts";
import { urlOf } from "../store/store-url.ts";
import { withStore } from "../store/with-store.ts";
import { escapeControls } from "../text/escape-controls.ts";

/** Time in milliseconds after which a timer that only keeps the process alive fires again. */
const LONG_MS = 2 ** 30;

export const run: CommandModule["run"] = (context) => {
  const { output, signal } = context;
  if (output.format === "json") throw new UsageError("A watch has no end, and so no one document: use --ndjson.");
  const word = wordAt(context, 0) as string;
  const use = urlOf(word).startsWith("sqlite:") && !isSet(context, "readOnly") ? "write" : "read";
  return withStore(word, use, async ({ results }) => {
    const format = await formatter(output.format);
    const alive = setInterval(() => {}, LONG_MS); // A watch keeps no process alive.
    if (output.format === "csv") await output.text("id,kind");
    try {
      const onReady = (): void => output.note("Watching. Ctrl-C ends.");
      for await (const change of results.watch(wordAt(context, 1), { signal, onReady })) {
        await output.text(format(change));
        await output.flush();
      }
    } finally {
      clearInterval(alive);
    }
    signal.throwIfAborted();
    return DONE;
  });
};

async function formatter(format: OutputFormat): Promise<(change: ResultChange) => string> {
  if (format === "text") return ({ id, kind }) => `${kind.padEnd("delete".length)}  ${escapeControls(id)}`;
  if (format !== "csv") return (change) => JSON.stringify(change);
  const { csvLine } = await import("../output/csv-line.ts");
  return ({ id, kind }) => csvLine([id, kind]).trimEnd();
}
