import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkRooms } from "./check-rooms.ts";
import { formatRooms } from "./format-rooms.ts";
import { ORDER } from "./order.ts";
import { readSourceFiles } from "./source-files.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = join(ROOT, "docs/design/README.md");
const BEGIN = "<!-- rooms: written by `pnpm rooms --write` -->";
const END = "<!-- end of rooms -->";

const { values } = parseArgs({
  options: { write: { type: "boolean", default: false }, quiet: { type: "boolean", default: false } },
});

const tables: string[] = [];
let faults = 0;
for (const [name, order] of Object.entries(ORDER)) {
  const folder = join(ROOT, "packages", name);
  if (!existsSync(folder)) continue;
  const files = await readSourceFiles(folder);
  tables.push(formatRooms(name, files, order));
  for (const fault of checkRooms(files, order)) {
    process.stderr.write(`packages/${name}/src: ${fault}\n`);
    faults++;
  }
}
if (values.write) writePage(tables.join("\n\n"));
else if (!values.quiet) process.stdout.write(`${tables.join("\n\n")}\n`);
if (faults > 0) process.exitCode = 1;

function writePage(text: string): void {
  const page = readFileSync(PAGE, "utf8");
  const [before = page] = page.split(BEGIN);
  const after = page.split(END)[1] ?? "\n";
  writeFileSync(PAGE, `${before.trimEnd()}\n\n${BEGIN}\n\n${text}\n\n${END}${after}`);
}
