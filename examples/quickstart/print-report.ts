import { join, relative, resolve } from "node:path";
import { styleText } from "node:util";
import type { SummaryData } from "./summary.ts";
import type { Inventory } from "./take-inventory.ts";

/** Prints the result of the first stage. */
export function printInventory({ computed, alreadyThere, misfits }: Inventory): void {
  console.log(`${computed} computed, ${alreadyThere} already there`);
  if (misfits.size === 0) return;
  console.log(`${misfits.size} left out, because their package.json is invalid:`);
  for (const [folder, problem] of misfits) console.log(`  ${shortest(folder)}: ${problem}`);
}

/** Prints the summary in a readable form. */
export function printSummary({ packages, files, bytes, licences, largest, mostDependedOn }: SummaryData): void {
  console.log(`\n${packages} packages, ${files.toLocaleString("en")} files, ${megabytes(bytes)}`);
  printTable(
    "Licences",
    licences.map(({ name, count }) => [name, String(count)]),
  );
  printTable(
    "Largest",
    largest.map(({ name, bytes: size }) => [name, megabytes(size)]),
  );
  printTable(
    "Most depended on",
    mostDependedOn.map(({ name, count }) => [name, String(count)]),
  );
}

/** Prints where the results are and how to read one. */
export function printWhere(dir: string, id: string | undefined): void {
  if (URL.canParse(dir)) console.log(`\nEach result is a row in ${new URL(dir).host}.`);
  else printFiles(shortest(dir), id);
  printCommands(URL.canParse(dir) ? dir : shortest(dir));
  console.log("Run it again: nothing is computed twice.");
}

function printFiles(folder: string, id: string | undefined): void {
  console.log(`\nEach result is a file in ${folder}:`);
  if (id !== undefined) console.log(`  cat ${join(folder, `${id}.json`)}`);
  console.log(`  cat ${join(folder, "summary.json")}`);
}

/** Prints commands that look at what is stored. */
function printCommands(store: string): void {
  const results = "npx --yes pnpm@12 --silent results";
  console.log("\nLook at them on the command line:");
  console.log(`  ${results} ls ${store}`);
  console.log(`  ${results} find ${store} PackageInfo --order=-bytes --limit 5 --select name --select bytes`);
  console.log(`  ${results} count ${store} PackageInfo --group-by licence --sum bytes`);
}

/** Shortens a path to the form in which a user would type it. */
function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path) || ".";
  return fromHere.startsWith("..") ? resolve(path) : fromHere;
}

function printTable(title: string, rows: readonly (readonly [name: string, value: string])[]): void {
  const width = Math.max(...rows.map(([name]) => name.length));
  const values = Math.max(...rows.map(([, value]) => value.length));
  console.log(`\n${styleText("bold", title, { stream: process.stdout })}`);
  for (const [name, value] of rows) console.log(`  ${name.padEnd(width)}  ${value.padStart(values)}`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
