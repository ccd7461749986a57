import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fastestFolder } from "@results-manager/testing/processes";
import { type FileSystem, SLOW } from "./file-systems.ts";
import { mountFileSystem, reasonAgainst } from "./mount-file-system.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { runVitest } from "./run-vitest.ts";
import { vitestArguments } from "./suites.ts";

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const options = readOptions(process.argv.slice(2));
if (options.help) console.log(USAGE.trimEnd());
else process.exitCode = await main(options);

/** Runs the suites on every file system that can be made, and returns the exit code. No mount and no file is left behind. */
async function main({ fileSystems, ...what }: Options): Promise<number> {
  const interruption = new AbortController();
  let code = 0;
  for (const [name, exitCode] of Object.entries(EXIT_CODES)) {
    process.once(name, () => {
      code = exitCode;
      interruption.abort();
    });
  }
  const root = mkdtempSync(join(fastestFolder(), "rm-disks-")); // Short: paths of sockets have at most 107 bytes.
  chmodSync(root, 0o755); // Some tests start processes of another user.
  const lines: string[] = [];
  try {
    for (const fileSystem of fileSystems) {
      if (interruption.signal.aborted) break;
      const outcome = await runOn(fileSystem, root, what, interruption.signal);
      lines.push(`${fileSystem.name.padEnd(16)}  ${outcome.text}`);
      if (outcome.code !== 0 && code === 0) code = 1;
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  console.log(`\n${lines.join("\n")}`);
  return code;
}

async function runOn(
  fileSystem: FileSystem,
  root: string,
  { suites, isShort, passedOn }: Omit<Options, "fileSystems">,
  signal: AbortSignal,
): Promise<{ readonly code: number; readonly text: string }> {
  const reason = reasonAgainst(fileSystem);
  if (reason !== undefined) return { code: 0, text: `left out: ${reason}` };
  const run = suites.filter((suite) => fileSystem.leavesOut?.[suite] === undefined);
  const leftSuites = suites
    .filter((suite) => !run.includes(suite))
    .map((suite) => `; '${suite}' left out: ${fileSystem.leavesOut?.[suite]}`);
  const tests = fileSystem.leavesOutTests ?? (isShort ? SLOW : undefined);
  const left = [...leftSuites, ...(tests ? [`; tests '${tests.title}' left out: ${tests.reason}`] : [])].join("");
  if (run.length === 0) return { code: 0, text: `nothing run${left}` };
  console.log(`\n${fileSystem.name} (${fileSystem.about})`);
  let mounted: ReturnType<typeof mountFileSystem>;
  try {
    mounted = mountFileSystem(fileSystem, root);
  } catch (error) {
    return { code: 0, text: `left out: ${(error as Error).message}` };
  }
  using at = mounted;
  const code = await runVitest(at.folder, [...vitestArguments(run, isShort, tests?.title), ...passedOn], signal);
  const outcome = signal.aborted ? "interrupted" : code === 0 ? "passed" : "FAILED";
  return { code, text: `${outcome}: ${run.join(", ")}${left}` };
}
