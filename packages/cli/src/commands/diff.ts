import { compareCodePoints } from "@results-manager/core/storage";
import type { ResultsFace } from "results-manager";
import type { CommandContext } from "../definition/command-context.ts";
import type { CommandModule } from "../definition/command-definition.ts";
import { isSet, textOf, wordAt } from "../definition/read-words.ts";
import { DONE, type ExitCode, FAILED } from "../errors/exit-codes.ts";
import { UsageError } from "../errors/usage-error.ts";
import type { Column, Row } from "../output/column.ts";
import { withStore } from "../store/with-store.ts";
import { differingParts } from "../text/differing-parts.ts";
import { type Inspected, inspectAll } from "./inspect-all.ts";

/** Results of one side: those of a prefix, whose ids are compared without it. */
interface Side {
  readonly results: ResultsFace;
  readonly prefix: string | undefined;
}

const CHANGES: readonly Column[] = [{ key: "change" }, { key: "id" }];
const COLUMNS: readonly Column[] = [...CHANGES, { key: "path" }, { key: "from" }, { key: "to" }];

export const run: CommandModule["run"] = (context) => {
  const [store, other, second] = [0, 1, 2].map((at) => wordAt(context, at)) as [string, string, string | undefined];
  const prefix = textOf(context, "prefix");
  if (second === undefined) {
    return withStore(store, "read", (left) =>
      withStore(other, "read", (right) =>
        compare(context, { results: left.results, prefix }, { results: right.results, prefix }),
      ),
    );
  }
  if (prefix !== undefined) throw new UsageError("--prefix is for two stores: two prefixes of one store are given.");
  return withStore(store, "read", ({ results }) =>
    compare(context, { results, prefix: other }, { results, prefix: second }),
  );
};

async function compare(context: CommandContext, left: Side, right: Side): Promise<ExitCode> {
  const { output, signal } = context;
  const isBrief = isSet(context, "ids");
  const count = await output.rows(isBrief ? CHANGES : COLUMNS, differences(left, right, isBrief, signal));
  return count > 0 ? FAILED : DONE;
}

/** Yields the differences in the order of the ids: both sides are walked at once. */
async function* differences(left: Side, right: Side, isBrief: boolean, signal: AbortSignal): AsyncGenerator<Row> {
  const [a, b] = [left, right].map((side) => relative(side, signal)) as [Entries, Entries];
  let [one, two] = [await a.next(), await b.next()];
  while (!one.done || !two.done) {
    const order = one.done ? 1 : two.done ? -1 : compareCodePoints(one.value.key, two.value.key);
    if (order < 0) yield { change: "removed", id: (one.value as Entry).id };
    else if (order > 0) yield { change: "added", id: (two.value as Entry).id };
    else yield* changes(one.value as Entry, two.value as Entry, isBrief);
    if (order <= 0) one = await a.next();
    if (order >= 0) two = await b.next();
  }
}

interface Entry {
  readonly id: string;
  /** The id without the prefix. */
  readonly key: string;
  readonly read: Inspected;
}

type Entries = AsyncGenerator<Entry, undefined, undefined>;

async function* relative({ results, prefix }: Side, signal: AbortSignal): Entries {
  const length = prefix === undefined ? 0 : prefix.length;
  for await (const read of inspectAll(results, results.ids(prefix, { signal }))) {
    yield { id: read.id, key: read.id.slice(length), read };
  }
  return undefined;
}

function* changes(one: Entry, two: Entry, isBrief: boolean): Generator<Row> {
  const [from, to] = [one, two].map(({ read }) => contentOf(read)) as [Content, Content];
  const parts: Row[] = Array.from(differingParts(from.value, to.value), (part) => ({ ...part }));
  // What two damaged results held may differ.
  if (from.model !== to.model || "error" in one.read) parts.push({ path: "$model", from: from.model, to: to.model });
  if (isBrief && parts.length > 0) yield { change: "changed", id: two.id };
  if (!isBrief) for (const part of parts) yield { change: "changed", id: two.id, ...part };
}

/** Content of a result that is compared: not its times, which differ where it was written again. */
interface Content {
  readonly value: unknown;
  /** Namespace, name and version of the model, or the error of a damaged result. */
  readonly model: string;
}

function contentOf(read: Inspected): Content {
  if ("error" in read) return { value: {}, model: (read.error as { code?: string }).code ?? read.error.name };
  const { value, modelName, namespace, version } = read.found;
  return { value, model: `${namespace}/${modelName} ${version}` };
}
