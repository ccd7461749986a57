import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ended, type HeardProcess, listenToProcess, moduleFlags } from "@results-manager/testing/processes";

/** A script that runs. */
export interface Running extends HeardProcess {
  readonly kill: () => void;
}

/** Where Node keeps compiled modules by its own choice: many processes of the same code start in half the time. */
const COMPILED = join(tmpdir(), "node-compile-cache");

/** Starts Node with the packages' sources. */
export function startNode(args: readonly string[], cwd?: string): Running {
  const child = spawn(process.execPath, [...moduleFlags(), ...args], {
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
    ...(cwd !== undefined && { cwd }),
  });
  return { ...listenToProcess(child), kill: () => child.kill("SIGKILL") };
}

/** Starts a script of `test/children`. */
export function startScript(file: string, args: readonly string[] = []): Running {
  return startNode([pathOf(file), ...args]);
}

/** Runs a script of `test/children` to its end. */
export function runScript(
  file: string,
  args: readonly string[] = [],
  cwd?: string,
  flags: readonly string[] = [],
): Promise<Ended> {
  return startNode([...flags, pathOf(file), ...args], cwd).ended;
}

function pathOf(file: string): string {
  return join(import.meta.dirname, "../children", file);
}
