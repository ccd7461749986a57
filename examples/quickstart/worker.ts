// A child process of the quickstart. It is told which packages there are, and inspects those that nobody has yet.
import { once } from "node:events";
import { AsyncResultsManager } from "results-manager";
import { type Finding, inspectPackage } from "./inspect-package.ts";

const [dir = ""] = process.argv.slice(2);

// Ctrl-C reaches every process of the terminal. The main process decides; when it lets go of this one, or dies, this one ends.
process.on("SIGINT", () => {});

// Without the main process, `send` throws for the channel being closed: `connected` is asked first. Where the main process lets go at
// that very moment, nobody needs to hear of it.
const report = (finding: Finding): void => {
  if (process.connected) process.send?.(finding, undefined, undefined, () => {});
};

const [folders] = (await once(process, "message")) as [readonly string[]];
await using results = new AsyncResultsManager({ baseDir: dir, createIfMissing: false });
for (const folder of folders) {
  if (!process.connected) break;
  report(await inspectPackage(results, folder));
}
if (process.connected) process.disconnect();
