import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type PublicPackage, ROOT } from "./public-package.ts";

/** A program in a README. */
export interface CodeBlock {
  /** Where it stands, for messages. */
  readonly where: string;
  readonly code: string;
}

/** The programs in the READMEs: every TypeScript block that imports what it uses. */
export function codeBlocks(packages: readonly PublicPackage[]): CodeBlock[] {
  const readmes = [ROOT, ...packages.map(({ folder }) => folder)].map((folder) => join(folder, "README.md"));
  return readmes.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/^```ts\n(.*?)^```$/gms)]
      .map(([, code = ""], i) => ({ where: `${relative(ROOT, path)}, block ${i + 1}`, code }))
      .filter(({ code }) => code.startsWith("import ")),
  );
}
