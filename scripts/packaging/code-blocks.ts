import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type PublicPackage, ROOT } from "./public-package.ts";

/** A program in a README. */
export interface CodeBlock {
  /** Position, for messages. */
  readonly where: string;
  /** Name of the file it is compiled as, derived from its position, so that messages of the compiler identify it. */
  readonly file: string;
  /** Set if vitest runs it. */
  readonly isSuite: boolean;
  readonly code: string;
}

/** Finds the programs in the READMEs: every TypeScript block that has imports. */
export function codeBlocks(packages: readonly PublicPackage[]): CodeBlock[] {
  const readmes = [ROOT, ...packages.map(({ folder }) => folder)].map((folder) => join(folder, "README.md"));
  return readmes.flatMap((path) => {
    const readme = relative(ROOT, path);
    return [...readFileSync(path, "utf8").matchAll(/^```ts\n(.*?)^```$/gms)]
      .map(([, code = ""], i) => {
        const isSuite = /^import .* from "(?:vitest|@results-manager\/testing)";$/m.test(code);
        const name = readme.replace(/\.md$/, "").replaceAll(/[^\w-]/g, "-");
        return {
          where: `${readme}, block ${i + 1}`,
          file: `${name}-${i + 1}${isSuite ? ".test" : ""}.ts`,
          isSuite,
          code,
        };
      })
      .filter(({ code }) => /^import /m.test(code));
  });
}
