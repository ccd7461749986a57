import { readFileSync } from "node:fs";

// Only at the start of a line: a glob in a string is not a comment.
const COMMENTS = /^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm;
const STATEMENTS = /^(?:import|export)\s(?:[^;"]*?\sfrom\s)?"([^"]+)"/gm;
const LOADED = /\bimport\(\s*"([^"]+)"/g;
// Native modules, and CommonJS without types.
const REQUIRED = /\b(?:require|createRequire\([^)]*\))\("([^"]+)"\)/g;
const STARTED = /(?:\bnew URL\([^)]*?|\bsource: )"(\.{1,2}\/[^"]+\.ts)"/g;

/** Lists the modules that a source file imports: statically, dynamically, or to start them as a process. Comments do not count. */
export function sourceImports(file: string): string[] {
  const code = readFileSync(file, "utf8").replace(COMMENTS, "");
  return [STATEMENTS, LOADED, REQUIRED, STARTED].flatMap((pattern) =>
    [...code.matchAll(pattern)].map(([, specifier = ""]) => specifier),
  );
}
