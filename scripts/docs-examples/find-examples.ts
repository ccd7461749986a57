import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT: string = join(import.meta.dirname, "../..");

/** Program of a page of the documentation. */
export interface Example {
  /** Page and number of the block, for messages. */
  readonly where: string;
  /** Name of the file that it becomes. */
  readonly file: string;
  readonly kind: "program" | "suite";
  readonly code: string;
  /** Output that the page shows below the program. */
  readonly output: string | undefined;
}

/** A block of code, and the output that the page shows for it. */
const BLOCK = /^```(ts|js|cjs)\n(.*?)^```$(?:\n+Prints:\n+```text\n(.*?)^```$)?/gms;
const SUITE = /^import .* from "(?:vitest|@results-manager\/testing)";$/m;

/** Finds the pages that users read. Those of `docs/design` have sketches, not programs. */
export function userPages(): string[] {
  return globSync(["README.md", "packages/*/README.md", "docs/*.md"], { cwd: ROOT }).sort();
}

/**
 * Finds every program of the pages.
 *
 * @throws {Error} for a block that is no complete program: a reader could not run it either.
 */
export function findExamples(pages: readonly string[] = userPages()): Example[] {
  return pages.flatMap((page) => examplesIn(page, readFileSync(join(ROOT, page), "utf8")));
}

/** Finds every program of one page. @throws as {@link findExamples}. */
export function examplesIn(page: string, text: string): Example[] {
  return [...text.matchAll(BLOCK)].map(([, language = "", code = "", output], i) => {
    const where = `${page}, block ${i + 1}`;
    if (!/^import /m.test(code) && !/\brequire\(/.test(code))
      throw new Error(`${where} imports nothing: make it a program.`);
    const kind = SUITE.test(code) ? "suite" : "program";
    const name = page.replace(/\.md$/, "").replaceAll(/[^\w-]/g, "-");
    const ending = language === "ts" ? (kind === "suite" ? ".test.ts" : ".ts") : ".cjs";
    return { where, file: `${name}-${i + 1}${ending}`, kind, code, output };
  });
}
