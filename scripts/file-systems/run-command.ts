import { spawnSync } from "node:child_process";

/** Runs a command to its end; returns a description of the failure, or `undefined` after success. */
export function runCommand(command: string, ...args: readonly string[]): string | undefined {
  const { error, status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (error) return `${command}: ${error.message}`;
  return status === 0 ? undefined : `${[command, ...args].join(" ")}: ${stderr.trim() || `exit code ${status}`}`;
}
