import { registeredSchemes } from "@results-manager/core/internal";
import type { StorageBase } from "@results-manager/core/storage";
import type { OpenOptions } from "./open-options.ts";

/** Opens the storage that a URL names, on which the faces are built. It is closed with the last face. */
export type OpenScheme = (url: string, options: OpenOptions) => StorageBase | Promise<StorageBase>;

const SCHEME = /^[a-z][a-z0-9+.-]+:$/;
const BUILT_IN: ReadonlySet<string> = new Set(["file:", "sqlite:", "postgres:", "postgresql:", "memory:"]);
/** Scheme of URLs with the function that opens them. */
interface RegisteredScheme {
  readonly open: OpenScheme;
  /** Names of its options besides those of every scheme. */
  readonly options: Readonly<Record<string, true>>;
}

const schemes = registeredSchemes as Map<string, RegisteredScheme>;

/**
 * Lets `openResults`, `openCache`, `openCalls` and `openStore` open URLs of a further scheme, in this thread.
 *
 * @param scheme Scheme with its colon, in lower case, such as `lmdb:`.
 * @param options Names of its options besides `createIfMissing`, `durability`, `registry` and `clock`; any other option is refused.
 * @throws {TypeError} for text that is not such a scheme, a built-in scheme, and a scheme that was registered with another function.
 *
 * @example
 * ```ts
 * registerScheme("lmdb:", (url, options) => new LmdbStorage(url.slice("lmdb:".length), options));
 * await using cache = await openCache("lmdb:./cache");
 * ```
 */
export function registerScheme(scheme: string, open: OpenScheme, options: readonly string[] = []): void {
  if (typeof scheme !== "string" || !SCHEME.test(scheme))
    throw new TypeError(`Cannot register the scheme '${scheme}': use lower case and a colon, such as 'lmdb:'.`);
  if (typeof open !== "function") throw new TypeError(`Cannot register '${scheme}': pass a function that opens it.`);
  if (BUILT_IN.has(scheme)) throw new TypeError(`Cannot register '${scheme}': it is built in. Use another name.`);
  const registered = schemes.get(scheme)?.open;
  if (registered !== undefined && registered !== open)
    throw new TypeError(`Cannot register '${scheme}': another function opens it already. Use another name.`);
  schemes.set(scheme, { open, options: Object.fromEntries(options.map((name) => [name, true])) });
}

/** Returns a registered scheme by its name, which is given without its colon. */
export function schemeNamed(scheme: string): RegisteredScheme | undefined {
  return schemes.get(`${scheme}:`);
}
