import { join, relative, resolve } from "node:path";
import { styleText } from "node:util";
import type { SummaryData } from "./summary.ts";
import type { Inventory } from "./take-inventory.ts";

/** Says what the first stage did. */
export function printInventory({ computed, alreadyThere, misfits }: Inventory): void {
  console.log(`${computed} computed, ${alreadyThere} already there`);
  if (misfits.size === 0) return;
  console.log(`${misfits.size} left out, because their package.json does not fit:`);
  for (const [folder, problem] of misfits) console.log(`  ${shortest(folder)}: ${problem}`);
}

/** Prints the summary as a person wants to read it. */
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

/** Says where results are, and how to look at one. */
export function printWhere(dir: string, id: string | undefined): void {
  const folder = shortest(dir);
  console.log(`\nEach result is a file in ${folder}:`);
  if (id !== undefined) console.log(`  cat ${join(folder, `${id}.json`)}`);
  console.log(`  cat ${join(folder, "summary.json")}`);
  console.log("Run it again: nothing is computed twice.");
}

/** A path as a person would type it. */
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
