import { createRequire } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { given } from "@results-manager/core/internal";

/**
 * Resolves the module of a recipe to a specifier for the worker. Paths and packages are resolved from the current folder, as for a script
 * there.
 *
 * @throws {TypeError} for a value that names no module.
 */
export function resolveModule(module: unknown): string {
  if (module instanceof URL) return module.href;
  if (typeof module !== "string" || module === "") {
    throw new TypeError(
      "The module of a backend must be the name of a package, a path such as './my-backend.js' or a URL, got " +
        `${given(module)}.`,
    );
  }
  if (/^(?:file|data|node):/.test(module)) return module;
  if (isAbsolute(module) || /^\.{1,2}[/\\]/.test(module)) return pathToFileURL(resolve(module)).href;
  try {
    return pathToFileURL(createRequire(join(process.cwd(), "script.js")).resolve(module)).href;
  } catch {
    return module; // The worker resolves it from its own module, and reports a failure.
  }
}
