import { StorageError } from "./storage-errors.ts";

/**
 * Creates the error `NATIVE_MODULE_MISSING` of a native module that cannot be loaded on this system.
 *
 * @param need Names what needs the module.
 * @param advice Names the systems that have it, and the alternatives on others.
 */
export function nativeModuleError(module: string, need: string, advice: string, cause: unknown): StorageError {
  return new StorageError(
    `${need} the native module '${module}', which cannot be loaded by ${runtime()} on ${system()}. ${advice} ` +
      "If a bundle lacks it, install it beside the bundle. With Node's permission model, pass --allow-addons.",
    { cause },
    "NATIVE_MODULE_MISSING",
  );
}

function runtime(): string {
  const { deno, bun, electron, node } = process.versions;
  if (deno) return `Deno ${deno}`;
  if (bun) return `Bun ${bun}`;
  return electron ? `Electron ${electron}` : `Node ${node}`;
}

function system(): string {
  const name = `${process.platform}-${process.arch}`;
  return process.platform === "linux" && !hasGlibc() ? `${name} without glibc` : name;
}

function hasGlibc(): boolean {
  try {
    Object.assign(process.report, { excludeNetwork: true }); // It would resolve the addresses of open connections.
    const { header } = process.report.getReport() as { readonly header?: { readonly glibcVersionRuntime?: unknown } };
    return header?.glibcVersionRuntime !== undefined;
  } catch {
    return true; // Runtimes other than Node have no report.
  }
}
