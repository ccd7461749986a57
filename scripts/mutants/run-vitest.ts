import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");

/** Runs vitest in a group of processes, which is killed whole when a signal is aborted: a worker may loop. Returns the exit code. */
export async function runVitest(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number | null> {
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, [VITEST, "run", ...args], { cwd: ROOT, env, stdio: "ignore", detached: true });
  const kill = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  };
  signal.addEventListener("abort", kill);
  try {
    const [code] = await once(child, "exit");
    return code;
  } finally {
    signal.removeEventListener("abort", kill);
  }
}
