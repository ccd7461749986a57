// Results in a log of JSON lines: the medium of custom-backend.ts in use.
//
//   node --conditions=@results-manager/source examples/notes-in-a-log.ts [--dir DIR]
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ResultsFace, registerModel } from "@results-manager/core";
import * as v from "valibot";
import { JsonLinesStorage } from "./custom-backend.ts";
import { exampleFolder } from "./lib/example-folder.ts";

const Note = registerModel("Note", v.object({ text: v.string(), at: v.date() }));
using folder = exampleFolder("notes-in-a-log");
mkdirSync(folder.path, { recursive: true });
const file = join(folder.path, "notes.jsonl");
{
  await using notes = new ResultsFace(new JsonLinesStorage(file));
  await notes.clear();
  await notes.set("notes/1", { text: "hello", at: new Date(0) }, { model: Note });
  await notes.update("notes/1", Note, (note) => ({ text: `${note?.text}, world`, at: new Date(0) }));
  await notes.setMany(
    [
      ["notes/2", { text: "two", at: new Date(0) }],
      ["notes/3", { text: "three", at: new Date(0) }],
    ],
    { model: Note },
  );
  await notes.delete("notes/2");
}
await using again = new ResultsFace(new JsonLinesStorage(file));
console.log("opened again:", await again.listIds());
console.log("read back:", await again.get("notes/1", Note));
console.log(`lines in the log: ${readFileSync(file, "utf8").trimEnd().split("\n").length}`);
