import type { CommandModule } from "../definition/command-definition.ts";
import { countOf, isSet, listOf, wordAt } from "../definition/read-words.ts";
import { DONE, FAILED } from "../errors/exit-codes.ts";
import type { Row } from "../output/column.ts";
import { columnsOf } from "../output/field-columns.ts";
import { withStore } from "../store/with-store.ts";
import { differingParts } from "../text/differing-parts.ts";
import { flatten } from "../text/flatten.ts";
import { inspectAll } from "./inspect-all.ts";
import { tellFailure } from "./transfer/tell-failure.ts";

export const run: CommandModule["run"] = (context) => {
  const limit = countOf(context, "limit");
  const [keep, drop] = [listOf(context, "keep"), listOf(context, "drop")];
  return withStore(wordAt(context, 0) as string, "read", async ({ results }) => {
    const { output, signal } = context;
    const rows: Row[] = [];
    const values: unknown[] = [];
    let damaged = 0;
    // One more than asked for tells whether there are more.
    const ids = results.ids(wordAt(context, 1), { limit: (limit as number) + 1, signal });
    for await (const each of inspectAll(results, ids)) {
      if ("found" in each) {
        rows.push({ ...flatten(each.found.value), id: each.id });
        values.push(each.found.value);
      } else {
        damaged++;
        tellFailure(output, each.error);
      }
    }
    if (rows.length > (limit as number)) output.note(`There are more than ${limit} results: --limit shows more.`);
    const shown = rows.slice(0, limit);
    const changed = isSet(context, "onlyChanged") ? changesAmong(values.slice(0, limit)) : [""];
    const columns = columnsOf(shown).filter(
      ({ key }) =>
        key !== "id" &&
        changed.some((path) => path === "" || isWithin(key, path)) &&
        (keep.length === 0 || keep.some((path) => isWithin(key, path))) &&
        !drop.some((path) => isWithin(key, path)),
    );
    for (const path of [...keep, ...drop]) {
      if (!columnsOf(shown).some(({ key }) => isWithin(key, path))) output.note(`No result has a field '${path}'.`);
    }
    const keys = ["id", ...columns.map(({ key }) => key)];
    const narrowed = shown.map((row) =>
      Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(row, key) ? [[key, row[key]]] : []))),
    );
    await output.rows([{ key: "id" }, ...columns], narrowed);
    return damaged > 0 ? FAILED : DONE;
  });
};

function isWithin(key: string, path: string): boolean {
  return key === path || key.startsWith(`${path}.`);
}

/** Finds the paths at which values differ from the first one, also by their types alone. */
function changesAmong(values: readonly unknown[]): string[] {
  const [first] = values;
  return [...new Set(values.flatMap((value) => Array.from(differingParts(first, value), ({ path }) => path)))];
}
