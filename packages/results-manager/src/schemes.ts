import type { StorageBase } from "@results-manager/core/storage";
import type { OpenOptions } from "./open-options.ts";

/** Opens the storage that a URL names, on which the faces are built. It is closed with the last face. */
export type OpenScheme = (url: string, options: OpenOptions) => StorageBase | Promise<StorageBase>;

const SCHEME = /^[a-z][a-z0-9+.-]+:$/;
const BUILT_IN: ReadonlySet<string> = new Set(["file:", "sqlite:", "postgres:", "postgresql:", "memory:"]);
const schemes = new Map<string, OpenScheme>();

/**
 * Lets `openResults`, `openCache`, `openCalls` and `openStore` open URLs of a further scheme, in this thread.
 *
 * @param scheme Scheme with its colon, in lower case, such as `lmdb:`.
 * @throws {TypeError} for text that is not such a scheme, a built-in scheme, and a scheme that was registered with another function.
 *
 * @example
 * ```ts
 * registerScheme("lmdb:", (url, options) => new LmdbStorage(url.slice("lmdb:".length), options));
 * await using cache = await openCache("lmdb:./cache");
 * ```
 */
export function registerScheme(scheme: string, open: OpenScheme): void {
  if (typeof scheme !== "string" || !SCHEME.test(scheme))
    throw new TypeError(`Cannot register the scheme '${scheme}': use lower case and a colon, such as 'lmdb:'.`);
  if (typeof open !== "function") throw new TypeError(`Cannot register '${scheme}': pass a function that opens it.`);
  if (BUILT_IN.has(scheme)) throw new TypeError(`Cannot register '${scheme}': it is built in. Use another name.`);
  const registered = schemes.get(scheme);
  if (registered !== undefined && registered !== open)
    throw new TypeError(`Cannot register '${scheme}': another function opens it already. Use another name.`);
  schemes.set(scheme, open);
}

/** Returns the function that opens the URLs of a registered scheme, which is given without its colon. */
export function openerOf(scheme: string): OpenScheme | undefined {
  return schemes.get(`${scheme}:`);
}
