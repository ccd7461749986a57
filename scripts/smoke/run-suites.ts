import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Runtime } from "./run-program.ts";

/** Runs the packed suites over packed media, as the author of a medium does. @throws {Error} with the output of a failed run. */
export function runSuites(consumer: string, { command: [node = "", ...flags] }: Runtime): string {
  const vitest = join(consumer, "node_modules/vitest/vitest.mjs");
  const args = ["run", "--root", consumer, "--maxWorkers=1", "--reporter=dot", "suites.test.mjs"];
  const { stdout, stderr, status } = spawnSync(node, [...flags, vitest, ...args], {
    cwd: consumer,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  const cases = /Tests\s+(.*)/.exec(stdout)?.[1];
  if (status !== 0 || cases === undefined) throw new Error(`The suites must pass:\n${stdout}${stderr}`);
  return cases;
}
