import type { ResultsFace } from "results-manager";
import type { CommandContext } from "../definition/command-context.ts";
import type { CommandModule } from "../definition/command-definition.ts";
import { countOf, isSet, textOf, wordAt } from "../definition/read-words.ts";
import { asUsage, DONE } from "../errors/exit-codes.ts";
import type { Column, Row } from "../output/column.ts";
import { INFO_COLUMNS, infoRow } from "../output/info-row.ts";
import { inPages } from "../store/in-pages.ts";
import { withStore } from "../store/with-store.ts";

const CHILD_COLUMNS: readonly Column[] = [
  { key: "id" },
  { key: "count", isNumber: true },
  { key: "isResult", show: (value) => (value === true ? "result" : "") },
];

export const run: CommandModule["run"] = (context) =>
  withStore(wordAt(context, 0) as string, "read", async ({ results }) => {
    const { output } = context;
    const isLong = isSet(context, "long");
    if (!isSet(context, "recursive")) {
      const rows = isLong ? withInfo(results, childrenOf(results, context)) : childrenOf(results, context);
      await output.rows(isLong ? [...CHILD_COLUMNS, ...INFO_COLUMNS.slice(1)] : CHILD_COLUMNS, rows);
    } else {
      const ids = asRows(results.ids(wordAt(context, 1), rangeOf(context)));
      await output.rows(isLong ? INFO_COLUMNS : [{ key: "id" }], isLong ? withInfo(results, ids) : ids);
    }
    return DONE;
  });

function rangeOf(context: CommandContext) {
  const order = isSet(context, "desc") ? ("desc" as const) : ("asc" as const);
  return { after: textOf(context, "after"), limit: countOf(context, "limit"), order, signal: context.signal };
}

async function* childrenOf(results: ResultsFace, context: CommandContext): AsyncGenerator<Row, void, undefined> {
  const children = await asUsage(() => results.children(wordAt(context, 1), rangeOf(context)));
  for await (const { id, count, isResult } of children) yield { id, count, isResult };
}

async function* asRows(ids: AsyncIterable<string>): AsyncGenerator<Row, void, undefined> {
  for await (const id of ids) yield { id, isResult: true };
}

/** Adds the metadata of the results among rows. A damaged one keeps its row, with its error. */
function withInfo(results: ResultsFace, rows: AsyncIterable<Row>): AsyncGenerator<Row, void, undefined> {
  return inPages(rows, (row) => inspected(results, row));
}

async function inspected(results: ResultsFace, { isResult, ...row }: Row): Promise<Row> {
  if (isResult !== true) return { isResult, ...row };
  const id = row.id as string;
  try {
    return { ...row, isResult, ...infoRow(id, await results.inspect(id)) };
  } catch (error) {
    return { ...row, isResult, model: `(${(error as { code?: string }).code ?? (error as Error).name})` };
  }
}
