import type { StoredSchema } from "results-manager";
import type { CommandModule } from "../definition/command-definition.ts";
import { wordAt } from "../definition/read-words.ts";
import { DONE } from "../errors/exit-codes.ts";
import { UsageError } from "../errors/usage-error.ts";
import type { Row } from "../output/column.ts";
import { withStore } from "../store/with-store.ts";
import { escapeControls } from "../text/escape-controls.ts";

const COLUMNS = [{ key: "name" }, { key: "version", isNumber: true }, { key: "namespace" }, { key: "inferred" }];

export const run: CommandModule["run"] = (context) =>
  withStore(wordAt(context, 0) as string, "read", async ({ results }) => {
    const { output } = context;
    const name = wordAt(context, 1);
    const all = await results.schemas();
    const schemas = all.filter((each) => each.name === (name ?? each.name));
    if (name !== undefined && schemas.length === 0) {
      const names = [...new Set(all.map((each) => each.name))];
      const others = names.length > 0 ? `Its models are ${names.join(", ")}.` : "It describes none.";
      throw new UsageError(`The store describes no model '${name}'. ${others}`);
    }
    if (output.format === "text" && name !== undefined) {
      for (const schema of schemas) await output.text(`// ${titleOf(schema)}\n${jsonOf(schema)}`);
    } else await output.rows(COLUMNS, schemas as unknown as Row[]);
    return DONE;
  });

function titleOf({ name, version, namespace, inferred }: StoredSchema): string {
  return escapeControls(`${name} ${version}, namespace ${namespace}${inferred ? ", inferred from data" : ""}`);
}

function jsonOf({ jsonSchema }: StoredSchema): string {
  return escapeControls(JSON.stringify(jsonSchema, undefined, 2), "keep lines");
}
