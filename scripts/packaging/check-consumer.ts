import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CodeBlock } from "./code-blocks.ts";
import type { PackedPackage } from "./pack.ts";
import { runTool } from "./run-tool.ts";

/** As strict as a consumer can be; the types of the packages themselves are checked, too. */
const COMPILER_OPTIONS = {
  target: "es2024",
  lib: ["es2024", "esnext.disposable"],
  module: "nodenext",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  types: ["node"],
};

/**
 * Checks the packages as a consumer has them: every entry point compiles with its declarations checked, and the programs of the
 * READMEs compile and run, against `dist`.
 */
export function checkConsumer(
  folder: string,
  packages: readonly PackedPackage[],
  blocks: readonly CodeBlock[],
): string {
  const entries = packages.flatMap(({ manifest }) =>
    Object.entries(manifest.exports)
      .filter(([, targets]) => typeof targets !== "string")
      .map(([path]) => manifest.name + path.slice(1)),
  );
  const imports = entries.map((entry, i) => `import * as entry${i} from "${entry}";`);
  const uses = entries.map((_, i) => `if (Object.keys(entry${i}).length === 0) throw new Error("nothing exported");`);
  // Suites declare tests when they are loaded by vitest alone: they are compiled, and not run.
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "entries.ts"), [...imports, ...uses].join("\n"));
  for (const [i, { code }] of blocks.entries()) writeFileSync(join(folder, `block-${i}.ts`), code);
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ["*.ts"] }),
  );
  runTool("tsc", ["-p", folder], folder);
  let ran = 0;
  for (const [i, { where, code }] of blocks.entries()) {
    if (code.includes('from "vitest"') || code.includes('"@results-manager/testing"')) continue;
    const cwd = mkdtempSync(join(folder, "run-"));
    mkdirSync(cwd, { recursive: true });
    try {
      runTool("node", [join(folder, `block-${i}.ts`)], cwd);
    } catch (cause) {
      throw new Error(`${where} must run as it stands.`, { cause });
    }
    ran++;
  }
  if (ran === 0) throw new Error("The READMEs must have a program that runs.");
  return `${entries.length} entry points and ${blocks.length} programs of READMEs compile, ${ran} of them run`;
}
