import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { CodeBlock } from "./code-blocks.ts";
import { runTool } from "./run-tool.ts";

/** Runs a program of a README in a separate folder; a suite is run by vitest. */
export function checkBlock(folder: string, { file, isSuite }: CodeBlock): string {
  if (isSuite) {
    const passed = /Tests +(\d+) passed/.exec(
      runTool("vitest", ["run", "--reporter=dot", "--no-color", "--root", folder, file], folder),
    );
    if (!passed) throw new Error(`${file} must have tests that pass.`);
    return `${passed[1]} tests pass`;
  }
  const said = runTool("node", [join(folder, file)], mkdtempSync(join(folder, "run-")));
  return `runs, and prints ${said.trim().split("\n").length} lines`;
}
