import type { StoredSchema } from "results-manager";
import type { CommandModule } from "../definition/command-definition.ts";
import { wordAt } from "../definition/read-words.ts";
import { DONE } from "../errors/exit-codes.ts";
import { withStore } from "../store/with-store.ts";
import { escapeControls } from "../text/escape-controls.ts";
import { typeText } from "../text/type-text.ts";

export const run: CommandModule["run"] = (context) =>
  withStore(wordAt(context, 0) as string, "read", async ({ results }) => {
    const names = new Map<string, number>();
    for (const schema of await results.schemas()) {
      await context.output.text(escapeControls(declarationOf(schema, names), "keep lines"));
    }
    return DONE;
  });

function declarationOf(schema: StoredSchema, names: Map<string, number>): string {
  const { name, version, namespace, inferred, jsonSchema } = schema;
  const title = JSON.stringify(`${name} ${version}, namespace ${namespace}`).replaceAll("*/", "*\\/");
  const of = inferred ? "Inferred from data; other values may differ." : "As the model declares it.";
  return `/** ${title}. ${of} */\nexport type ${identifierOf(name, version, names)} = ${typeText(jsonSchema)};\n`;
}

/** Makes a name of a type that no other type has. */
function identifierOf(name: string, version: number, names: Map<string, number>): string {
  const words = name.replaceAll(/[^A-Za-z0-9_$]+/g, "_").replace(/^(?=\d)/, "_");
  const base = version > 1 ? `${words}V${version}` : words;
  const count = (names.get(base) ?? 0) + 1;
  names.set(base, count);
  return count === 1 ? base : `${base}_${count}`;
}
