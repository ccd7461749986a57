import { resolve } from "node:path";
import { absoluteUrl } from "./absolute-url.ts";
import type { BackendRecipe } from "./backend-recipe.ts";
import { resolveModule } from "./resolve-module.ts";

/** A recipe that the worker can follow wherever and whenever it is started. */
export interface OpenRequest {
  /** A URL, or what `import` takes; the umbrella package where it is absent. */
  readonly module: string | undefined;
  readonly export: string | undefined;
  readonly args: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Where results are kept: the path of a folder, a URL as `openResults` takes it, a folder with options, or any backend. */
export type StoreDescription = string | URL | FileStoreDescription | { readonly backend: BackendRecipe };

/** A store of files, and how it is opened. */
export interface FileStoreDescription {
  /** The folder the results are kept in. */
  readonly baseDir: string;
  /** Make the folder where there is none; true unless given. */
  readonly createIfMissing?: boolean | undefined;
  /** `"full"`, which survives a power cut, unless given; `"process"` survives kills only. */
  readonly durability?: "full" | "process" | undefined;
}

/**
 * What the worker is told to open. Paths are made absolute: it may be started again after the current folder has changed.
 *
 * @throws {TypeError} for what describes no store, or cannot go to another thread.
 */
export function openRequest(store: unknown, options: Readonly<Record<string, unknown>>): OpenRequest {
  const order = orderOf(store, options);
  try {
    return structuredClone(order);
  } catch (cause) {
    throw new TypeError("The options of a store must be plain data: they go to another thread.", { cause });
  }
}

function orderOf(store: unknown, options: Readonly<Record<string, unknown>>): OpenRequest {
  if (typeof store === "string" || store instanceof URL) {
    return { module: undefined, export: "openResults", args: [absoluteUrl(String(store))], options };
  }
  if (typeof store !== "object" || store === null) throw misuse(store === null ? "null" : typeof store);
  const { backend, ...rest } = store as { readonly backend?: unknown; readonly baseDir?: unknown };
  if (backend !== undefined) {
    const [superfluous] = Object.keys({ ...rest, ...options });
    if (superfluous === undefined) return backendOrder(backend);
    throw new TypeError(
      `A manager with a backend takes nothing else, got ${superfluous}. Put it into the options of the backend.`,
    );
  }
  if (typeof rest.baseDir !== "string") throw misuse(`baseDir ${typeof rest.baseDir}, and no backend`);
  const baseDir = rest.baseDir === "" ? "" : resolve(rest.baseDir);
  return { module: undefined, export: "AsyncResultsManager", args: [], options: { ...options, ...rest, baseDir } };
}

function backendOrder(backend: unknown): OpenRequest {
  if (typeof backend !== "object" || backend === null || "read" in backend) {
    const given = backend === null ? "null" : typeof backend === "object" ? "an instance" : typeof backend;
    throw new TypeError(
      "A backend must be described, as { module, export, args, options }, because an instance cannot go to another " +
        `thread; got ${given}.`,
    );
  }
  const { module, export: name, args = [], options = {} } = backend as Partial<BackendRecipe>;
  if (name !== undefined && typeof name !== "string")
    throw new TypeError(`The export of a backend must be a name, got ${typeof name}.`);
  if (!Array.isArray(args)) throw new TypeError(`The args of a backend must be an array, got ${typeof args}.`);
  if (typeof options !== "object" || options === null)
    throw new TypeError(
      `The options of a backend must be an object, got ${options === null ? "null" : typeof options}.`,
    );
  return { module: resolveModule(module), export: name, args, options };
}

function misuse(given: string): TypeError {
  return new TypeError(
    "ResultsManager needs the path of a folder, a URL such as 'sqlite:./results.db', { baseDir }, or " +
      `{ backend: { module, export, args, options } }, got ${given}.`,
  );
}
