import { createRequire } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * What the worker imports for the module of a recipe: a path and a package are looked up from the current folder, as a script there would.
 *
 * @throws {TypeError} for what names no module.
 */
export function resolveModule(module: unknown): string {
  if (module instanceof URL) return module.href;
  if (typeof module !== "string" || module === "") {
    throw new TypeError(
      "The module of a backend must be the name of a package, a path such as './my-backend.js' or a URL, got " +
        `${module === "" ? "''" : typeof module}.`,
    );
  }
  if (/^(?:file|data|node):/.test(module)) return module;
  if (isAbsolute(module) || /^\.{1,2}[/\\]/.test(module)) return pathToFileURL(resolve(module)).href;
  try {
    return pathToFileURL(createRequire(join(process.cwd(), "script.js")).resolve(module)).href;
  } catch {
    return module; // The worker looks for it from here, and says what it finds.
  }
}
