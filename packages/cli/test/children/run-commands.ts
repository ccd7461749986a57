import { main } from "@results-manager/cli";

// Runs the commands that it is given, or is sent, one after the other, and writes a line behind the output of each.
const [end = "", given] = process.argv.slice(2);
process.stdout.setMaxListeners(0); // Each command listens for errors until the process ends.
process.stderr.setMaxListeners(0);

const { stderr } = process;
const write = stderr.write.bind(stderr) as (text: string) => boolean;
stderr.write = ((text: string) => {
  if (text.startsWith("Watching.")) setTimeout(() => process.kill(process.pid, "SIGINT"));
  return write(text);
}) as typeof stderr.write;

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
