import type { ResultsFace } from "results-manager";
import type { CommandContext } from "../definition/command-context.ts";
import type { CommandModule } from "../definition/command-definition.ts";
import { countOf, isSet, listOf, wordAt } from "../definition/read-words.ts";
import { asUsage, DONE } from "../errors/exit-codes.ts";
import type { Column, Row } from "../output/column.ts";
import { withColumns } from "../output/field-columns.ts";
import { withStore } from "../store/with-store.ts";
import { flatten } from "../text/flatten.ts";
import { toPlain } from "../text/plain-json.ts";
import { modelOf, queryOf } from "./conditions/query-of.ts";

export const run: CommandModule["run"] = (context) => {
  const [orderBy, select] = ["order", "select"].map((name) => pathsOf(context, name));
  const query = { ...queryOf(context), orderBy, select, limit: countOf(context, "limit") };
  return withStore(wordAt(context, 0) as string, "read", async ({ results }) => {
    const { output } = context;
    const model = await modelOf(results, context);
    // Tells a wrong field before anything is printed.
    const explained = await asUsage(() => results.explain(model, query as object));
    if (isSet(context, "explain")) {
      const { looksAt, index, narrowedBy, sortedBy } = explained;
      const used = index ? ` of ${index.join(", ")}` : "";
      const by = narrowedBy.length > 0 ? `, narrowed by ${narrowedBy.join(", ")}` : "";
      await output.document(explained, `looks at: ${looksAt}${used}${by}; order: by ${sortedBy}`);
    } else if (isSet(context, "ids")) await output.rows([{ key: "id" }], idsOf(results, model, query));
    else await printFound(context, results, model, query);
    return DONE;
  });
};

/** A list has columns for the fields of the values; JSON has the values as they are. */
async function printFound(
  context: CommandContext,
  results: ResultsFace,
  model: string,
  query: { readonly select: readonly string[] | undefined },
): Promise<void> {
  const { output } = context;
  const { select } = query;
  const found = results.find(model, query as object);
  const isList = output.format === "text" || output.format === "csv";
  // Selected values have their paths for keys already.
  const fieldsOf = (value: unknown) => (select ? (toPlain(value) as Row) : flatten(value));
  async function* rows() {
    for await (const { id, value } of found) yield isList ? { ...fieldsOf(value), id } : { id, value: toPlain(value) };
  }
  if (!isList) await output.rows([], rows());
  else {
    const measured = await withColumns(rows(), (field) =>
      output.note(`The field '${field}' has no column, since no early result has it: --select ${field} gives it one.`),
    );
    const columns = select ? [{ key: "id" }, ...select.map((key) => ({ key }))] : idFirst(measured.columns);
    await output.rows(columns, measured.rows);
  }
}

function idFirst(columns: readonly Column[]): Column[] {
  return [{ key: "id" }, ...columns.filter(({ key }) => key !== "id")];
}

async function* idsOf(results: ResultsFace, model: string, query: object) {
  for await (const id of results.findIds(model, query)) yield { id };
}

function pathsOf(context: CommandContext, name: string): readonly string[] | undefined {
  const paths = listOf(context, name);
  return paths.length > 0 ? paths : undefined;
}
