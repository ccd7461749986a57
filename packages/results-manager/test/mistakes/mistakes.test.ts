import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { tempFolder } from "@results-manager/testing";
import ts from "typescript-5.9";
import { expect, test } from "vitest";
import { MISTAKES, PRELUDE } from "./mistakes.ts";

const root = join(import.meta.dirname, "../../../..");
const require = createRequire(join(root, "package.json"));
/** Each gives the first line of every error in a file of a folder. The command of TypeScript 5.9 would check all sources, for seconds. */
const COMPILERS: Readonly<Record<string, (folder: string) => string | Promise<string>>> = {
  "TypeScript 5.9": checkFile,
  "TypeScript 7": (folder) => run(join(dirname(require.resolve("typescript/package.json")), "bin/tsc"), folder),
};
const FILE = "mistakes.ts";
const BLOCK = "async () => { § };";
const OPTIONS = {
  target: "es2024",
  lib: ["es2024", "esnext.disposable"],
  module: "nodenext",
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
  // The sources, so that no build is needed and none is out of date.
  customConditions: ["@results-manager/source"],
  allowImportingTsExtensions: true,
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
};

/** `pnpm test:all` runs the older compiler, too: both check the same declarations, and `pnpm packaging` compiles them by each. */
const SOME = process.env.TEST_ALL ? Object.keys(COMPILERS) : ["TypeScript 7"];

test.for(SOME)("%s points at the mistake, and its first line names it", async (name) => {
  const reported = (await COMPILERS[name]?.(makeProgram()))?.split("\n") ?? [];
  const failures = MISTAKES.flatMap(({ name, code, says }, i) => {
    const line = PRELUDE.split("\n").length + i;
    const place = `${FILE}(${line},${BLOCK.indexOf("§") + code.indexOf("§") + 1})`;
    const first = reported.find((text) => text.startsWith(`${FILE}(${line},`)) ?? "no error";
    return first.startsWith(place) && says.test(first) ? [] : `${name}, at ${place}: ${first}`;
  });
  expect(failures).toEqual([]);
  expect(reported.filter((text) => text.startsWith(FILE))).toHaveLength(MISTAKES.length);
});

/** Writes all mistakes into one program, and returns its folder. */
function makeProgram(): string {
  const folder = tempFolder();
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@results-manager"), { recursive: true });
  symlinkSync(join(root, "packages/results-manager"), join(modules, "results-manager"));
  symlinkSync(join(root, "packages/sync"), join(modules, "@results-manager/sync"));
  symlinkSync(join(root, "packages/results-manager/node_modules/valibot"), join(modules, "valibot"));
  const lines = MISTAKES.map(({ code }) => BLOCK.replace("§", code.replace("§", "")));
  writeFileSync(join(folder, FILE), PRELUDE + lines.join("\n"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: OPTIONS, files: [FILE] }));
  return folder;
}

function checkFile(folder: string): string {
  const host = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: () => folder,
    getNewLine: () => "\n",
  };
  const { options } = ts.parseJsonConfigFileContent({ compilerOptions: OPTIONS, files: [FILE] }, ts.sys, folder);
  const program = ts.createProgram([join(folder, FILE)], options);
  return ts.formatDiagnostics(program.getSemanticDiagnostics(program.getSourceFile(join(folder, FILE))), host);
}

async function run(compiler: string, folder: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(process.execPath, [compiler, "-p", folder, "--pretty", "false"], { cwd: folder }, (_, output) =>
    resolve(output),
  );
  return promise;
}
