import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CodeBlock } from "./code-blocks.ts";
import { compileConsumer } from "./compile-consumer.ts";
import type { PackedPackage } from "./pack.ts";
import { runTool } from "./run-tool.ts";

const PROGRAM = fileURLToPath(new URL("consumer/write-and-read.ts", import.meta.url));
const SCRIPT = fileURLToPath(new URL("consumer/legacy.cjs", import.meta.url));

/**
 * Checks the packages as a consumer installs them: every entry point, a program and the programs of the READMEs compile by each supported
 * TypeScript, with all declarations checked; the entry points load from `dist`, and the program and a CommonJS script run.
 */
export async function checkConsumer(
  folder: string,
  packages: readonly PackedPackage[],
  blocks: readonly CodeBlock[],
): Promise<string> {
  const entries = packages.flatMap(({ manifest }) =>
    Object.entries(manifest.exports)
      .filter(([, targets]) => typeof targets !== "string")
      .map(([path]) => manifest.name + path.slice(1)),
  );
  const imports = entries.map((entry, i) => `import * as entry${i} from "${entry}";`);
  const uses = entries.flatMap((entry, i) => [
    `if (Object.keys(entry${i}).length === 0) throw new Error("'${entry}' must export something.");`,
    `if (!import.meta.resolve("${entry}").includes("/dist/")) throw new Error("'${entry}' must be loaded from dist.");`,
  ]);
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "entries.ts"), [...imports, ...uses].join("\n"));
  writeFileSync(join(folder, "entries-of-commonjs.cts"), imports.join("\n"));
  copyFileSync(PROGRAM, join(folder, "write-and-read.ts"));
  copyFileSync(SCRIPT, join(folder, "legacy.cjs"));
  for (const { file, code } of blocks) writeFileSync(join(folder, file), code);
  const compilers = await compileConsumer(folder);
  runTool("node", [join(folder, "entries.ts")], folder);
  runTool("node", [join(folder, "write-and-read.ts")], mkdtempSync(join(folder, "run-")));
  runTool("node", [join(folder, "legacy.cjs")], mkdtempSync(join(folder, "run-")));
  return `${entries.length} entry points and ${blocks.length} blocks of READMEs compile by ${compilers}; writes and reads, also from CommonJS`;
}
