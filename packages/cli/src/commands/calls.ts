import { type CallsFace, memoize, type StoredCall } from "results-manager";
import type { CommandContext } from "../definition/command-context.ts";
import type { CommandModule } from "../definition/command-definition.ts";
import { countOf, textOf, wordAt } from "../definition/read-words.ts";
import { DONE, type ExitCode, FAILED } from "../errors/exit-codes.ts";
import { NothingThere } from "../errors/nothing-there.ts";
import { UsageError } from "../errors/usage-error.ts";
import { type Column, type Row, shortTime } from "../output/column.ts";
import { withStore } from "../store/with-store.ts";
import { toPlain } from "../text/plain-json.ts";
import { prettyText } from "../text/pretty-text.ts";

const COLUMNS: readonly Column[] = [
  { key: "key", show: (key) => String(key).slice(0, 12) },
  ...["name", "module", "version", "arguments"].map((key) => ({ key })),
  ...["createdAt", "expiresAt"].map((key) => ({ key, show: shortTime })),
];

const ACTIONS: Readonly<Record<string, (calls: CallsFace, context: CommandContext) => Promise<ExitCode>>> = {
  list,
  show,
  "explain-miss": explainMiss,
};

export const run: CommandModule["run"] = (context) => {
  const name = wordAt(context, 0) as string;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action) throw new UsageError(`'${name}' is not one of ${Object.keys(ACTIONS).join(", ")}.`);
  return withStore(wordAt(context, 1) as string, "read", async (store) => {
    // A database that is only read gets no table for calls.
    if ((await store.faces()).includes("calls")) return action(store.calls, context);
    if (name !== "list") throw new NothingThere("The store has no calls.");
    await context.output.rows(COLUMNS, []);
    return DONE;
  });
};

async function list(calls: CallsFace, context: CommandContext): Promise<ExitCode> {
  const limit = countOf(context, "limit") ?? Number.POSITIVE_INFINITY;
  async function* rows(): AsyncGenerator<Row, void, undefined> {
    let count = 0;
    for await (const call of calls.query(templateOf(context))) {
      context.signal.throwIfAborted();
      yield { ...headOf(call), arguments: await argumentsOf(calls, call) };
      if (++count === limit) return;
    }
  }
  await context.output.rows(COLUMNS, rows());
  return DONE;
}

async function show(calls: CallsFace, context: CommandContext): Promise<ExitCode> {
  const key = wordAt(context, 2);
  if (key === undefined) throw new UsageError("'calls show' needs the key of a call, or its beginning.");
  const call = await calls.load(key);
  const result = call.result && toPlain(await calls.values.load(call.result.digest));
  const shown = {
    ...headOf(call),
    arguments: await argumentsOf(calls, call),
    result,
    metadata: toPlain(call.metadata),
  };
  await context.output.document(shown, prettyText(shown, context.output.isColored));
  return DONE;
}

/** Ends with 1 for a call that is not stored. */
async function explainMiss(calls: CallsFace, context: CommandContext): Promise<ExitCode> {
  const { name, module, version } = templateOf(context);
  if (name === undefined) throw new UsageError("'calls explain-miss' needs the --name of the function.");
  const given = parseArguments(textOf(context, "args") ?? "{}");
  const parameters = Object.keys(given);
  const memoized = memoize(async (..._: unknown[]) => undefined, { storage: calls, name, module, version, parameters });
  const miss = await memoized.explainMiss(...Object.values(given));
  const shown = toPlain(miss ?? { stored: true });
  await context.output.document(shown, miss ? prettyText(miss, context.output.isColored) : "The call is stored.");
  return miss ? FAILED : DONE;
}

function templateOf(context: CommandContext) {
  return { name: textOf(context, "name"), module: textOf(context, "module"), version: textOf(context, "ofVersion") };
}

function headOf({ key, name, module, version, createdAt, expiresAt }: StoredCall): Row {
  const times = { createdAt: createdAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null };
  return { key, name, module: module ?? null, version: version ?? null, ...times };
}

/** Loads the arguments of a call; one that is not there any more is its digest. */
async function argumentsOf(calls: CallsFace, call: StoredCall): Promise<Row> {
  const loaded = Object.entries(call.arguments).map(async ([name, { digest }]) => {
    const value = await calls.values.load(digest).catch(() => ({ $ref: digest }));
    return [name, toPlain(value)] as const;
  });
  return Object.fromEntries(await Promise.all(loaded));
}

function parseArguments(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch (cause) {
    throw new UsageError(`--args is not JSON: ${(cause as Error).message}.`, { cause });
  }
  throw new UsageError(`--args must be a JSON object of the arguments by their names, got '${text}'.`);
}
