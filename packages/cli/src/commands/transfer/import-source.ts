import { readdir } from "node:fs/promises";
import type { CommandContext } from "../../definition/command-context.ts";
import { textOf, wordAt } from "../../definition/read-words.ts";
import { UsageError } from "../../errors/usage-error.ts";
import type { Incoming } from "./incoming.ts";
import { withInput } from "./open-input.ts";

type Parts = AsyncIterable<readonly Incoming[]>;

/** Runs a task with what the user wants to import. @throws {UsageError} for words that do not go together, and for what cannot be read. */
export async function withSource<T>(context: CommandContext, task: (parts: Parts) => Promise<T>): Promise<T> {
  const word = wordAt(context, 1) ?? "-";
  const from = textOf(context, "from");
  if (from !== undefined) return task(await importer(from, word));
  const format = textOf(context, "format") ?? (word.endsWith(".csv") ? "csv" : "jsonl");
  const model = textOf(context, "model");
  if (format !== "csv") {
    if (model !== undefined) throw new UsageError("--model is for -f csv.");
    const { readLines } = await import("./read-lines.ts");
    return withInput(word, context.signal, (chunks) => task(readLines(chunks)));
  }
  if (!model) throw new UsageError("CSV tells no model: name one by --model.");
  const rules = { model, idColumn: textOf(context, "id") ?? "id" };
  const { readCsv } = await import("./read-csv.ts");
  return withInput(word, context.signal, (chunks) => readCsv(chunks, rules).then(task));
}

async function importer(from: string, path: string): Promise<Parts> {
  if (path === "-") throw new UsageError(`Name the ${from === "keyv-sqlite" ? "database" : "folder"} of ${from}.`);
  if (from === "keyv-sqlite") return (await import("./importers/keyv-sqlite.ts")).readKeyvSqlite(path);
  await readdir(path).catch((cause: Error) => {
    throw new UsageError(`Cannot read the folder '${path}': ${cause.message}`, { cause });
  });
  if (from === "mlflow") return (await import("./importers/mlflow.ts")).readMlflow(path);
  if (from === "crawlee") return (await import("./importers/crawlee.ts")).readCrawlee(path);
  return (await import("./importers/node-persist.ts")).readNodePersist(path);
}
