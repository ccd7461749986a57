import type { PackedPackage } from "./pack.ts";
import { runTool } from "./run-tool.ts";

/** Checks that TypeScript finds the declarations of every entry point with every module resolution for ESM. */
export function checkTypes({ tarball }: PackedPackage): string {
  runTool("attw", ["--profile", "esm-only", "--no-emoji", "--no-color", tarball]);
  return "types are found";
}
