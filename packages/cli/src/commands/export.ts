import { Store, VoidBackend } from "results-manager";
import type { CommandModule } from "../definition/command-definition.ts";
import { wordAt } from "../definition/read-words.ts";
import { DONE, FAILED } from "../errors/exit-codes.ts";
import type { Column, Row } from "../output/column.ts";
import { withStore } from "../store/with-store.ts";
import { chosenFaces } from "./transfer/chosen-faces.ts";
import { formatOf } from "./transfer/export-formats.ts";
import { withSink } from "./transfer/export-sink.ts";
import { tellFailure } from "./transfer/tell-failure.ts";

const COLUMNS: readonly Column[] = [
  { key: "face" },
  { key: "exported", isNumber: true },
  { key: "failed", isNumber: true },
];

/** Source of a table of a face that the store does not have: a database may lack its tables. */
const NOTHING = new Store(new VoidBackend());

export const run: CommandModule["run"] = async (context) => {
  const { output, signal } = context;
  const prefix = wordAt(context, 1);
  const format = await formatOf(context);
  const chosen = chosenFaces(context, prefix, format.isTable);
  return withStore(wordAt(context, 0) as string, "read", async (store) => {
    const held = await store.faces();
    const rows: Row[] = [];
    const isFile = await withSink(context, async (sink) => {
      for (const face of chosen) {
        const isHeld = held.includes(face);
        if (!isHeld && !format.isTable) continue;
        let failed = 0;
        const onError = (_key: string, error: Error): void => {
          failed++;
          tellFailure(output, error);
        };
        const exported = await format.write(isHeld ? store : NOTHING, face, { prefix, signal, onError }, sink);
        rows.push({ face, exported, failed });
      }
      return sink.isFile;
    });
    if (isFile) await output.rows(COLUMNS, rows);
    return rows.some(({ failed }) => failed !== 0) ? FAILED : DONE;
  });
};
