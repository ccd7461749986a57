import { readFileSync } from "node:fs";

// Only where a line starts with them: a glob in a string opens no comment.
const COMMENTS = /^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm;
const STATEMENTS = /^(?:import|export)\s(?:[^;"]*?\sfrom\s)?"([^"]+)"/gm;
const LOADED = /\bimport\(\s*"([^"]+)"/g;
// What is native, or CommonJS without types.
const REQUIRED = /\bcreateRequire\([^)]*\)\(\s*"([^"]+)"/g;
const STARTED = /\bnew URL\([^)]*?"(\.{1,2}\/[^"]+\.ts)"/g;

/** Every module that a source file imports, statically, when it is needed, or to start it as a process. Comments do not count. */
export function sourceImports(file: string): string[] {
  const code = readFileSync(file, "utf8").replace(COMMENTS, "");
  return [STATEMENTS, LOADED, REQUIRED, STARTED].flatMap((pattern) =>
    [...code.matchAll(pattern)].map(([, specifier = ""]) => specifier),
  );
}
