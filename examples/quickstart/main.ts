// An inventory of the packages that are installed under node_modules.
//
// Several child processes work through the same list; each package is inspected and stored by exactly one of them. A second
// stage reads all results back and stores a summary. If it is killed, the next run continues with the remaining packages.
import { openResults } from "results-manager";
import { findPackages } from "./find-packages.ts";
import { parseOptions, type QuickstartOptions, USAGE } from "./options.ts";
import { printInventory, printSummary, printWhere } from "./print-report.ts";
import { StoppedError, stopSignal } from "./stop-signal.ts";
import { summarize } from "./summarize.ts";
import { takeInventory } from "./take-inventory.ts";

try {
  const options = parseOptions(process.argv.slice(2));
  if (options) await run(options);
  else console.log(USAGE);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (process.env.DEBUG) console.error(error);
  process.exitCode = error instanceof StoppedError ? error.exitCode : 1;
}

async function run({ dir, processes, nodeModules, limit }: QuickstartOptions): Promise<void> {
  const signal = stopSignal();
  await using results = await openResults(dir);

  const packages = (await findPackages(nodeModules)).slice(0, limit);
  if (packages.length === 0)
    throw new Error(`No packages under ${nodeModules}. Run 'pnpm install' first, or pass --node-modules.`);
  console.log(`${packages.length} packages under ${nodeModules}, ${processes} processes`);
  printInventory(await takeInventory(results, packages, { dir, processes, signal }));

  const ids = packages.flatMap(({ id }) => id ?? []);
  printSummary(await summarize(results, ids));
  signal.throwIfAborted();
  printWhere(dir, ids[0]);
}
