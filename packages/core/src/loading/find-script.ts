import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { installedPackage } from "./installed-package.ts";

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
  const installed = installedPackage(file, of);
  const built = installed === undefined ? [] : [join(dirname(installed), "dist", `${name}.js`)];
  const found = [...beside, ...built].find((path) => existsSync(path));
  return found === undefined ? undefined : pathToFileURL(found);
}
