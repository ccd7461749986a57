import { StoreNotFoundError } from "@results-manager/core";
import type { StorageBase } from "@results-manager/core/storage";
import type { OpenOptions } from "./open-options.ts";
import { openerOf } from "./schemes.ts";
import { pathOf, schemeOf } from "./store-url.ts";

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
 * Parses the location of a store.
 *
 * @param caller name of the function that received the URL, for messages.
 * @throws {TypeError} for a scheme that is not supported, or invalid options.
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND` for a new store in memory with `createIfMissing: false`.
 */
export function placeOf(url: string | URL, options: OpenOptions, caller: string): StorePlace {
  const text = url instanceof URL ? url.href : url;
  if (typeof text !== "string" || text === "") {
    throw new TypeError(`${caller} needs ${SUPPORTED}, got ${text === "" ? "''" : typeof text}.`);
  }
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `The options of ${caller} must be an object, got ${options === null ? "null" : typeof options}.`,
    );
  }
  const scheme = schemeOf(text);
  if (scheme === undefined) return { kind: "files", path: text };
  if (scheme === "file") return { kind: "files", path: pathOf(text) };
  if (scheme === "sqlite") {
    return { kind: "sqlite", path: /^sqlite::memory:$/i.test(text) ? ":memory:" : pathOf(text) };
  }
  if (scheme === "postgres" || scheme === "postgresql") return { kind: "postgres", url: text };
  const open = openerOf(scheme);
  if (open) return { kind: "registered", open: async () => open(text, options) };
  if (scheme !== "memory") {
    throw new TypeError(
      `The scheme '${scheme}:' is not supported, got '${text}'. Use ${SUPPORTED}; put './' before a folder's name, or teach the scheme with registerScheme.`,
    );
  }
  if (text.length > "memory:".length) throw new TypeError(`'memory:' takes no path, got '${text}'.`);
  if (options.createIfMissing === false) throw new StoreNotFoundError(text);
  return { kind: "memory" };
}
