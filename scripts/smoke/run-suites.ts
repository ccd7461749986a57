import { join } from "node:path";
import { runBeside } from "../packaging/run-tool.ts";
import type { Runtime } from "./run-program.ts";

/** Runs the packed suites over packed media, as the author of a medium does. @throws {Error} with the output of a failed run. */
export async function runSuites(consumer: string, { command: [node = "", ...flags] }: Runtime): Promise<string> {
  const vitest = join(consumer, "node_modules/vitest/vitest.mjs");
  const args = ["run", "--root", consumer, "--maxWorkers=1", "--reporter=dot", "suites.test.mjs"];
  const env = { ...process.env, NO_COLOR: "1" };
  const said = await runBeside(node, [...flags, vitest, ...args], { cwd: consumer, env });
  const cases = /Tests\s+(.*)/.exec(said)?.[1];
  if (cases === undefined) throw new Error(`The suites must pass:\n${said}`);
  return cases;
}
