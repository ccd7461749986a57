import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { TEST_FOLDER } from "@results-manager/testing/processes";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const VITEST = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
const GRACE_MS = 5_000;

/**
 * Runs vitest with the stores of all tests in `folder`; returns its exit code.
 *
 * It and the processes it starts are one group, which is killed when `signal` is aborted, so that no process uses the folder afterwards.
 */
export async function runVitest(folder: string, args: readonly string[], signal: AbortSignal): Promise<number> {
  const child = spawn(process.execPath, [VITEST, "run", "--config", "vitest.workspace.ts", ...args], {
    cwd: ROOT,
    env: { ...process.env, TEST_ALL: "1", [TEST_FOLDER]: folder }, // Without it, the tests of the durability that is quick here are skipped.
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  const exit = once(child, "exit");
  let force: NodeJS.Timeout | undefined;
  const stop = (): void => {
    killGroup(child.pid, "SIGTERM");
    force = setTimeout(() => killGroup(child.pid, "SIGKILL"), GRACE_MS);
  };
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const [code] = (await exit) as [number | null];
  signal.removeEventListener("abort", stop);
  clearTimeout(force);
  killGroup(child.pid, "SIGKILL"); // Kills processes that a test left running.
  return code ?? 1;
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // The group has already ended.
  }
}
