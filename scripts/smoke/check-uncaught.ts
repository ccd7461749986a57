import { spawnSync } from "node:child_process";

/** Maximum number of characters that Node prints about an uncaught error of these packages. */
const MAX_PRINTED = 3000;

/** Checks that an uncaught error prints its code and the file that made the call, and fits a terminal: Node prints the line that threw. */
export function checkUncaught(consumer: string): string {
  const { stderr, status } = spawnSync(process.execPath, ["uncaught.mjs"], { cwd: consumer, encoding: "utf8" });
  const shown = stderr.slice(0, MAX_PRINTED);
  if (status !== 1) throw new Error(`It must end with exit code 1, it ended with ${status}:\n${shown}`);
  for (const part of ["[VALIDATION_FAILED]", "uncaught.mjs:7"])
    if (!stderr.includes(part)) throw new Error(`It must print '${part}', it printed:\n${shown}`);
  if (stderr.length > MAX_PRINTED)
    throw new Error(`It must print at most ${MAX_PRINTED} characters, it printed ${stderr.length}:\n${shown}`);
  return `${stderr.length} characters`;
}
