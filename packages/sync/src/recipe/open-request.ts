import { resolve } from "node:path";
import type { Durability } from "@results-manager/core";
import { given, pathOfUrl } from "@results-manager/core/internal";
import { absoluteUrl } from "./absolute-url.ts";
import type { BackendRecipe } from "./backend-recipe.ts";
import { resolveModule } from "./resolve-module.ts";

/** Faces of stores. */
export type FaceName = "results" | "cache" | "calls";

/** Exports of the umbrella package that open a face: by a URL, and by a folder. */
const OPENERS = {
  results: { url: "openResults", folder: "FileBackend", manager: "ResultsManager" },
  cache: { url: "openCache", folder: "FileCache", manager: "CacheManager" },
  calls: { url: "openCalls", folder: "FileCalls", manager: "CallsManager" },
} as const;

/** A resolved recipe, independent of the current folder. */
export interface OpenRequest {
  readonly face: FaceName;
  /** URL or specifier for `import`; `undefined` for the umbrella package. */
  readonly module: string | undefined;
  readonly export: string | undefined;
  readonly args: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Description of a store: the path of a folder, a URL as for `openResults`, a folder with options, or any backend. */
export type StoreDescription = string | URL | FileStoreDescription | { readonly backend: BackendRecipe };

/** Description of a store of files, with options. */
export interface FileStoreDescription {
  /** Folder of the results: a path, or a `file:` URL. */
  readonly baseDir: string | URL;
  /** Make the folder where there is none; true by default. */
  readonly createIfMissing?: boolean | undefined;
  /** `"full"`, the default, survives a power failure; `"process"` survives only the end of the process. */
  readonly durability?: Durability | undefined;
}

/**
 * Creates the request that opens a store in the worker. Paths are made absolute, since the worker may be restarted after the current folder
 * has changed.
 *
 * @throws {TypeError} for an invalid description, or one that cannot be sent to another thread.
 */
export function openRequest(face: FaceName, store: unknown, options: Readonly<Record<string, unknown>>): OpenRequest {
  const request = requestOf(face, store, options);
  try {
    return structuredClone(request);
  } catch (cause) {
    throw new TypeError("The options of a store must be plain data, because they are sent to another thread.", {
      cause,
    });
  }
}

function requestOf(face: FaceName, store: unknown, options: Readonly<Record<string, unknown>>): OpenRequest {
  const { url, folder, manager } = OPENERS[face];
  if (typeof store === "string" || store instanceof URL) {
    return { face, module: undefined, export: url, args: [absoluteUrl(String(store))], options };
  }
  if (typeof store !== "object" || store === null) throw misuse(given(store), manager);
  const { backend, ...rest } = store as { readonly backend?: unknown; readonly baseDir?: unknown };
  if (backend !== undefined) {
    const [superfluous] = Object.keys({ ...rest, ...options });
    if (superfluous === undefined) return { face, ...backendRequest(backend) };
    throw new TypeError(
      `A manager with a backend takes nothing else, got ${superfluous}. Put it into the options of the backend.`,
    );
  }
  const { baseDir: place, ...others } = rest;
  const path = pathOfUrl(place, "baseDir");
  if (typeof path !== "string") throw misuse(`baseDir ${given(path)}, and no backend`, manager);
  const baseDir = path === "" ? "" : resolve(path);
  return { face, module: undefined, export: folder, args: [baseDir], options: { ...options, ...others } };
}

function backendRequest(backend: unknown): Omit<OpenRequest, "face"> {
  if (typeof backend !== "object" || backend === null || "close" in backend) {
    const got = typeof backend === "object" && backend !== null ? "an instance" : given(backend);
    throw new TypeError(
      "A backend must be described, as { module, export, args, options }, because an instance cannot be sent to another " +
        `thread; got ${got}.`,
    );
  }
  const { module, export: name, args = [], options = {} } = backend as Partial<BackendRecipe>;
  if (name !== undefined && typeof name !== "string")
    throw new TypeError(`The export of a backend must be a name, got ${given(name)}.`);
  if (!Array.isArray(args)) throw new TypeError(`The args of a backend must be an array, got ${given(args)}.`);
  if (typeof options !== "object" || options === null)
    throw new TypeError(`The options of a backend must be an object, got ${given(options)}.`);
  return { module: resolveModule(module), export: name, args, options };
}

function misuse(got: string, manager: string): TypeError {
  return new TypeError(
    `${manager} needs the path of a folder, a URL such as 'sqlite:./results.db', { baseDir }, or ` +
      `{ backend: { module, export, args, options } }, got ${got}.`,
  );
}
