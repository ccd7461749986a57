import { StoreNotFoundError } from "@results-manager/core";
import { checkDurability, checkOptions, given, type OptionNames, pickOptions } from "@results-manager/core/internal";
import type { StorageBase } from "@results-manager/core/storage";
import { askForMedium } from "./ask-for-medium.ts";
import { checkMediumOptions, mediumOf } from "./media.ts";
import { OPEN_OPTIONS, type OpenCacheOptions, type OpenOptions } from "./open-options.ts";
import { schemeNamed } from "./schemes.ts";
import { databaseOf, pathOf, schemeOf } from "./store-url.ts";

/** Location of a store. */
export type StorePlace =
  | { readonly kind: "files"; readonly path: string }
  | { readonly kind: "sqlite"; readonly path: string }
  | { readonly kind: "postgres"; readonly url: string }
  | { readonly kind: "memory" }
  | { readonly kind: "registered"; open(): Promise<StorageBase> };

const SUPPORTED =
  "a path such as './data', 'file:./data', 'file:///abs/data', 'sqlite:./results.db', 'postgres://user@host/database' or 'memory:'";

/**
 * Parses the location of a store, and checks the options for opening it.
 *
 * @param caller Name of the function that received the URL, for messages.
 * @param names Names of the options of that function. A registered scheme may have more.
 * @throws {TypeError} for a scheme that is not supported, a path that seems to mean another medium, or invalid options, among them those that the
 * medium does not have.
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND` for a new store in memory with `createIfMissing: false`.
 */
export function placeOf(
  url: string | URL,
  options: OpenCacheOptions,
  caller: string,
  names: Partial<OptionNames<OpenCacheOptions>> = OPEN_OPTIONS,
): StorePlace {
  const text = url instanceof URL ? url.href : url;
  if (typeof text !== "string" || text === "") {
    throw new TypeError(`${caller} needs ${SUPPORTED}, got ${given(text)}.`);
  }
  const scheme = schemeOf(text);
  const medium = mediumOf(scheme);
  checkOptions(options, { ...names, ...medium?.options } as OptionNames<OpenCacheOptions>, caller);
  // Checked for every medium, so that a program does not fail later, when it is given a URL of another one.
  checkDurability(options.durability);
  if (medium) checkMediumOptions(options, medium, caller);
  if (scheme === undefined) {
    askForMedium(text, `'file:${text}'`);
    return { kind: "files", path: text };
  }
  if (scheme === "file") {
    const path = pathOf(text);
    if (url instanceof URL) askForMedium(path, `new AsyncResultsManager({ baseDir: url })`);
    return { kind: "files", path };
  }
  if (scheme === "sqlite") return { kind: "sqlite", path: databaseOf(text) };
  if (scheme === "postgres" || scheme === "postgresql") return { kind: "postgres", url: text };
  const registered = schemeNamed(scheme);
  if (medium && registered) {
    const own = pickOptions<OpenOptions>(options, medium.options as OptionNames<OpenOptions>);
    return { kind: "registered", open: async () => registered.open(text, own) };
  }
  if (scheme !== "memory") {
    throw new TypeError(
      `The scheme '${scheme}:' is not supported, got '${text}'. Use ${SUPPORTED}; put './' before a folder's name, or teach the scheme with registerScheme.`,
    );
  }
  if (text.length > "memory:".length) throw new TypeError(`'memory:' takes no path, got '${text}'.`);
  if (options.createIfMissing === false) throw new StoreNotFoundError(text);
  return { kind: "memory" };
}
