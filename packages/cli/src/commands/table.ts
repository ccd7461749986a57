import { isDeepStrictEqual } from "node:util";
import type { CommandModule } from "../definition/command-definition.ts";
import { countOf, isSet, listOf, wordAt } from "../definition/read-words.ts";
import { DONE, FAILED } from "../errors/exit-codes.ts";
import { type Column, cellOf, type Row } from "../output/column.ts";
import { withStore } from "../store/with-store.ts";
import { flatten } from "../text/flatten.ts";
import { inspectAll } from "./inspect-all.ts";

export const run: CommandModule["run"] = (context) => {
  const limit = countOf(context, "limit");
  const [keep, drop] = [listOf(context, "keep"), listOf(context, "drop")];
  return withStore(wordAt(context, 0) as string, "read", async ({ results }) => {
    const { output, signal } = context;
    const rows: Row[] = [];
    let damaged = 0;
    // One more than asked for tells whether there are more.
    const ids = results.ids(wordAt(context, 1), { limit: (limit as number) + 1, signal });
    for await (const each of inspectAll(results, ids)) {
      if ("found" in each) rows.push({ id: each.id, ...flatten(each.found.value) });
      else {
        damaged++;
        output.note(`${each.id}: ${each.error.message}`);
      }
    }
    if (rows.length > (limit as number)) output.note(`There are more than ${limit} results: --limit shows more.`);
    const shown = rows.slice(0, limit);
    const columns = columnsOf(shown).filter(
      ({ key }) =>
        (keep.length === 0 || keep.some((path) => isWithin(key, path))) && !drop.some((path) => isWithin(key, path)),
    );
    const wanted = isSet(context, "onlyChanged") ? columns.filter((column) => hasChanges(shown, column)) : columns;
    const keys = ["id", ...wanted.map(({ key }) => key)];
    const narrowed = shown.map((row) =>
      Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(row, key) ? [[key, row[key]]] : []))),
    );
    await output.rows([{ key: "id" }, ...wanted], narrowed);
    return damaged > 0 ? FAILED : DONE;
  });
};

function columnsOf(rows: readonly Row[]): Column[] {
  const numbers = new Map<string, boolean>();
  for (const { id: _, ...fields } of rows) {
    for (const [key, value] of Object.entries(fields)) {
      numbers.set(key, (numbers.get(key) ?? true) && typeof value === "number");
    }
  }
  return [...numbers].map(([key, isNumber]) => ({ key, isNumber }));
}

function isWithin(key: string, path: string): boolean {
  return key === path || key.startsWith(`${path}.`);
}

function hasChanges(rows: readonly Row[], { key }: Column): boolean {
  return rows.some((row) => !isDeepStrictEqual(cellOf(row, key), cellOf(rows[0] as Row, key)));
}
