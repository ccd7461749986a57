import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const RESULTS = fileURLToPath(new URL("../../packages/cli/bin/results.js", import.meta.url));

/** Checks a store by `results verify`. @param place Its folder, or the file of its database. @throws if that finds a fault. */
export function assertIntact(place: string): void {
  const words = [...process.execArgv, RESULTS, "verify", place];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  if (status !== 0 || stdout !== "") throw new Error(`'verify' must find no fault, got:\n${stdout}${stderr}`);
}
