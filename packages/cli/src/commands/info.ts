import type { CommandModule } from "../definition/command-definition.ts";
import { wordAt } from "../definition/read-words.ts";
import { DONE } from "../errors/exit-codes.ts";
import { cellText } from "../output/column.ts";
import { INFO_COLUMNS, infoRow } from "../output/info-row.ts";
import { withStore } from "../store/with-store.ts";
import { escapeControls } from "../text/escape-controls.ts";

export const run: CommandModule["run"] = (context) =>
  withStore(wordAt(context, 0) as string, "read", async ({ results }) => {
    const found = await results.inspect(wordAt(context, 1) as string);
    const row = infoRow(found.id, found);
    const width = Math.max(...INFO_COLUMNS.map(({ key }) => key.length));
    const lines = INFO_COLUMNS.map((column) => `${column.key.padEnd(width)}  ${escapeControls(cellText(column, row))}`);
    await context.output.document(row, lines.join("\n").replaceAll(/ +$/gm, ""));
    return DONE;
  });
