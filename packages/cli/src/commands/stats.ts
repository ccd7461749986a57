import type { Store, StoreStats } from "results-manager";
import type { CommandModule } from "../definition/command-definition.ts";
import { wordAt } from "../definition/read-words.ts";
import { DONE } from "../errors/exit-codes.ts";
import type { Column, Row } from "../output/column.ts";
import { withStore } from "../store/with-store.ts";

const COLUMNS: readonly Column[] = [
  { key: "face" },
  { key: "model" },
  { key: "namespace" },
  { key: "version", isNumber: true },
  { key: "records", isNumber: true },
  { key: "bytes", isNumber: true },
  { key: "damaged", isNumber: true },
  { key: "expired", isNumber: true },
];

export const run: CommandModule["run"] = (context) =>
  withStore(wordAt(context, 0) as string, "read", async (store) => {
    await context.output.rows(COLUMNS, rowsOf(store));
    return DONE;
  });

async function* rowsOf(store: Store): AsyncGenerator<Row, void, undefined> {
  for (const face of await store.faces()) {
    if (face === "cache") {
      const { entries: records, bytes, expired } = await store.cache.stats();
      yield { face, records, bytes, expired };
      continue;
    }
    if (face !== "results") {
      yield { face, ...countsOf(await store[face].stats()) };
      continue;
    }
    const { models, ...counts } = await store.results.stats();
    yield { face, ...countsOf(counts) };
    for (const { model, namespace, version, records, bytes } of models) {
      yield { face, model, namespace, version, records, bytes };
    }
  }
}

function countsOf({ records, bytes, damaged, expired }: StoreStats): Row {
  return { records, bytes, damaged, expired };
}
