import { createRequire } from "node:module";

const UMBRELLA = "results-manager";

/**
 * Finds one of our packages from a bundle, where it is installed by itself or with the umbrella: package managers that keep the packages of
 * a program apart hide its dependencies from the bundle. Returns the path of its `package.json`, or `undefined`.
 */
export function installedPackage(file: string, name: string): string | undefined {
  return resolveFrom(file, [name]) ?? resolveFrom(file, [UMBRELLA, name]);
}

/**
 * Requires a module on which one of our packages depends; from a bundle that does not find it, as the installed package finds it.
 *
 * @param load requires it by a literal name, which bundlers and tools that collect files can find.
 * @throws the error of `load` where neither finds it.
 */
export function requireDependency<T>(load: () => T, specifier: string, file: string, of: string): T {
  try {
    return load();
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND" ? installedPackage(file, of) : undefined;
    if (found === undefined) throw error;
    return createRequire(found)(specifier) as T;
  }
}

/** Resolves the `package.json` of the last package, each from the one before. */
function resolveFrom(file: string, names: readonly string[]): string | undefined {
  try {
    return names.reduce((from, name) => createRequire(from).resolve(`${name}/package.json`), file);
  } catch {
    return undefined;
  }
}
