import type { CommandModule } from "../definition/command-definition.ts";
import { listOf, wordAt } from "../definition/read-words.ts";
import { asUsage, DONE } from "../errors/exit-codes.ts";
import type { Row } from "../output/column.ts";
import { columnsOf } from "../output/field-columns.ts";
import { withStore } from "../store/with-store.ts";
import { toPlain } from "../text/plain-json.ts";
import { modelOf, queryOf } from "./conditions/query-of.ts";

const MEASURES = ["sum", "avg", "min", "max"] as const;

export const run: CommandModule["run"] = (context) => {
  const query = queryOf(context);
  const groupBy = listOf(context, "groupBy");
  const given = MEASURES.map((name) => [name, listOf(context, name)] as const).filter(([, paths]) => paths.length > 0);
  const measures = Object.fromEntries(given);
  const isPlain = groupBy.length === 0 && given.length === 0;
  return withStore(wordAt(context, 0) as string, "read", async ({ results }) => {
    const { output } = context;
    if (isPlain) {
      const hasCondition =
        query.where !== undefined || query.namespace !== undefined || wordAt(context, 1) !== undefined;
      const count = hasCondition
        ? await asUsage(async () => results.count(await modelOf(results, context), query as object))
        : await results.count(query.prefix);
      await output.document({ count }, String(count));
      return DONE;
    }
    const model = await modelOf(results, context);
    const groups = await asUsage(() => results.aggregate(model, { ...query, groupBy, ...measures } as object));
    const isList = output.format === "text" || output.format === "csv";
    const rows = groups.map((group) => (isList ? flatRow(group) : (toPlain(group) as Row)));
    await output.rows(columnsOf(rows), rows);
    return DONE;
  });
};

/** Row of an aggregation, with columns such as `avg accuracy`. */
function flatRow({ group, count, ...measures }: { readonly group: object; readonly count: number }): Row {
  const named = Object.entries(measures as Readonly<Record<string, object>>).flatMap(([measure, values]) =>
    Object.entries(values).map(([path, value]) => [`${measure} ${path}`, toPlain(value)]),
  );
  const { count: ofGroup, ...others } = toPlain(group) as Row; // A field of this name may group, too.
  return { ...others, ...(ofGroup !== undefined && { "group count": ofGroup }), count, ...Object.fromEntries(named) };
}
