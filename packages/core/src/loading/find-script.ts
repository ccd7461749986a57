import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Script of a thread, and the module that starts it. */
export interface ScriptPlace {
  /** `import.meta.url` of the module; `undefined` in a bundle for CommonJS. */
  readonly moduleUrl: string | undefined;
  /** Path of the source relative to the source of the module. */
  readonly source: string;
  /** Name of the built script, without its extension. */
  readonly name: string;
  /** Name of the package. */
  readonly of: string;
}

const EXTENSIONS = ["js", "mjs", "cjs"];

/**
 * Finds the script of a thread: its source for a module that runs from source; else the built script beside the module or the bundle,
 * or in the package, where that is installed. Returns `undefined` where there is neither.
 */
export function findScript({ moduleUrl, source, name, of }: ScriptPlace): URL | undefined {
  if (moduleUrl?.endsWith(".ts")) return new URL(source, moduleUrl);
  const file = moduleUrl === undefined ? __filename : fileURLToPath(moduleUrl);
  const beside = EXTENSIONS.map((extension) => join(dirname(file), `${name}.${extension}`));
  const found = [...beside, ...inPackage(file, of, name)].find((path) => existsSync(path));
  return found === undefined ? undefined : pathToFileURL(found);
}

function inPackage(file: string, of: string, name: string): string[] {
  try {
    return [join(dirname(createRequire(file).resolve(`${of}/package.json`)), "dist", `${name}.js`)];
  } catch {
    return []; // The package is not installed where the bundle runs.
  }
}
