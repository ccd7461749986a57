import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join, posix } from "node:path";

/** A source file of a package, and the files of the package that it imports. */
export interface SourceFile {
  /** Path below `src`, with `/`. */
  readonly path: string;
  /** First folder of the path; `.` for a file that lies in no folder. */
  readonly room: string;
  readonly lines: number;
  readonly imports: readonly string[];
  /** Reason for a circle of imports, as written in the file. */
  readonly reason: string | undefined;
}

const IMPORT = /^(?:import|export)\b[^;]*?\bfrom "(\.{1,2}\/[^"]+)"/gm;
const REASON = /^\/\/ Circular import: (.+)$/m;

/** Reads the source files of a package, in order of their paths. */
export async function readSourceFiles(packageFolder: string): Promise<SourceFile[]> {
  const root = join(packageFolder, "src");
  const paths: string[] = [];
  for await (const path of glob("**/*.ts", { cwd: root })) paths.push(path.replaceAll("\\", "/"));
  return paths.sort().map((path) => parseSourceFile(path, readFileSync(join(root, path), "utf8")));
}

/** Finds what a source file imports from its own package, types included. */
export function parseSourceFile(path: string, source: string): SourceFile {
  const imports = [...source.matchAll(IMPORT)].map(([, target = ""]) => posix.join(posix.dirname(path), target));
  return {
    path,
    room: path.includes("/") ? path.slice(0, path.indexOf("/")) : ".",
    lines: source.split("\n").length - 1,
    imports: [...new Set(imports)],
    reason: REASON.exec(source)?.[1],
  };
}
