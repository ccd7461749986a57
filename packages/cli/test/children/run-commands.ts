import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

// Runs the commands that it is given, or is sent, one after the other, and writes a line behind the output of each.
const [end = "", given] = process.argv.slice(2);
process.stdout.setMaxListeners(0); // Each command listens for errors until the process ends.
process.stderr.setMaxListeners(0);

/** Ends `watch` when it has begun. */
function endWatch(part: unknown): void {
  if (String(part).startsWith("Watching.")) setTimeout(() => process.kill(process.pid, "SIGINT"));
}

// A terminal is written to by the stream, a pipe by its descriptor.
const { stderr } = process;
const write = stderr.write.bind(stderr) as (text: string) => boolean;
stderr.write = ((text: string) => {
  endWatch(text);
  return write(text);
}) as typeof stderr.write;
const { writeSync } = fs;
fs.writeSync = ((fd: number, part: Uint8Array) => {
  if (fd === 2) endWatch(Buffer.from(part));
  return writeSync(fd, part);
}) as typeof fs.writeSync;
syncBuiltinESMExports();
const { main } = await import("@results-manager/cli"); // After that, since it may keep the function.

async function run(words: readonly string[]): Promise<void> {
  await main(words);
  process.stdout.write(`${end} ${process.exitCode}\n`);
  if (given === undefined) stderr.write(`${end}\n`);
}

if (given === undefined) {
  let last = Promise.resolve();
  process.on("message", (words: string[]) => {
    last = last.then(() => run(words));
  });
  process.on("disconnect", () => process.exit());
} else for (const words of JSON.parse(given) as string[][]) await run(words);
