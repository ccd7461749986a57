// A child process of the quickstart. It gets the list of packages and inspects those without a result.
import { once } from "node:events";
import { openResults } from "results-manager";
import { type Finding, inspectPackage } from "./inspect-package.ts";

const [dir = ""] = process.argv.slice(2);

// Ctrl-C reaches every process of the terminal. The main process decides: this one ends when that one disconnects or dies.
process.on("SIGINT", () => {});

// Without the main process, `send` throws because the channel is closed, so `connected` is checked first. If the main process
// disconnects at that very moment, the message is not needed.
const report = (finding: Finding): void => {
  if (process.connected) process.send?.(finding, undefined, undefined, () => {});
};

const [folders] = (await once(process, "message")) as [readonly string[]];
await using results = await openResults(dir, { createIfMissing: false });
for (const folder of folders) {
  if (!process.connected) break;
  report(await inspectPackage(results, folder));
}
if (process.connected) process.disconnect();
