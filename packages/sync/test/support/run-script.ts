import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How a script ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A script that runs. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** What it has printed so far. */
  readonly said: () => string;
  readonly kill: () => void;
}

/** Where Node keeps compiled modules by its own choice: many processes of the same code start in half the time. */
const COMPILED = join(tmpdir(), "node-compile-cache");

/** Starts a script of `test/children`, with the packages' sources. */
export function startScript(
  file: string,
  args: readonly string[] = [],
  cwd?: string,
  flags: readonly string[] = [],
): Running {
  const path = join(import.meta.dirname, "../children", file);
  const child = spawn(process.execPath, ["--conditions=@results-manager/source", ...flags, path, ...args], {
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
    ...(cwd !== undefined && { cwd }),
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { ended, said: () => stdout, kill: () => child.kill("SIGKILL") };
}

/** Runs a script to its end. */
export function runScript(
  file: string,
  args?: readonly string[],
  cwd?: string,
  flags?: readonly string[],
): Promise<Ended> {
  return startScript(file, args, cwd, flags).ended;
}
