import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
/** Supported compilers: the program of each. */
const COMPILERS: Readonly<Record<string, string>> = {
  "5.9": "typescript-5.9/lib/tsc.js",
  "6.0": "typescript-6/lib/tsc.js",
  "7.0": "typescript/bin/tsc",
};
/** Ways to find modules: that of Node, and that of bundlers. */
const RESOLUTIONS = {
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "preserve", moduleResolution: "bundler" },
} as const;
/** Compiler options as strict as possible, which also check the declarations of the packages. */
const OPTIONS = {
  target: "es2024",
  lib: ["es2024", "esnext.disposable"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  types: ["node"],
};

/** Compiles the programs of a folder by every supported compiler; returns what was used. @throws {Error} with the compiler's output. */
export async function compileConsumer(folder: string): Promise<string> {
  for (const [name, resolution] of Object.entries(RESOLUTIONS)) {
    const compilerOptions = { ...OPTIONS, ...resolution };
    writeFileSync(configOf(folder, name), JSON.stringify({ compilerOptions, include: ["*.ts", "*.cts"] }));
  }
  await Promise.all(Object.keys(COMPILERS).map((version) => compile(version, folder)));
  return `TypeScript ${Object.keys(COMPILERS).join(", ")} with ${Object.keys(RESOLUTIONS).join(" and ")}`;
}

const configOf = (folder: string, resolution: string): string => join(folder, `tsconfig.${resolution}.json`);

async function compile(version: string, folder: string): Promise<void> {
  const [name = "", ...rest] = (COMPILERS[version] ?? "").split("/");
  const compiler = join(require.resolve(`${name}/package.json`), "..", ...rest);
  for (const resolution of Object.keys(RESOLUTIONS)) {
    const args = [compiler, "-p", configOf(folder, resolution), "--pretty", "false"];
    await promisify(execFile)(process.execPath, args, { cwd: folder }).catch((error: { readonly stdout?: string }) => {
      throw new Error(`TypeScript ${version} with ${resolution} reports\n${error.stdout ?? error}`);
    });
  }
}
