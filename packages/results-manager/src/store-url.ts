import { sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A scheme has at least two characters: the one of `C:\data` is a Windows drive. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i;
/** `//` and a name: the host of a URL, but many mean a path by `sqlite://x.db`. */
const HOST = /^\/\/(?!\/)(?!localhost\/)(.+)$/i;

/** Scheme of a store's URL, in lower case; `undefined` for a path. */
export function schemeOf(url: string): string | undefined {
  return SCHEME.exec(url)?.[1]?.toLowerCase();
}

/**
 * Path of a `file:` URL; `file:./data` and `file:data` are relative to the current folder.
 *
 * @throws {TypeError} for a URL with a host, a query or a fragment, or without a path.
 */
export function pathOf(url: string): string {
  const rest = restOf(url);
  const host = HOST.exec(rest)?.[1];
  if (host !== undefined && process.platform !== "win32") {
    throw new TypeError(
      `'${url}' names the host '${host.split("/")[0]}'. Use 'file:./${host}' for a path from the current folder, or 'file:///${host}' for an absolute one.`,
    );
  }
  return parsePath(url, rest);
}

/**
 * Path of a `sqlite:` URL; `sqlite:x.db`, `sqlite:./x.db` and `sqlite://x.db` are relative to the current folder.
 *
 * @returns `:memory:` for `sqlite::memory:`.
 * @throws as {@link pathOf}.
 */
export function databaseOf(url: string): string {
  const rest = restOf(url);
  const path = HOST.exec(rest)?.[1] ?? rest;
  return /^:memory:$/i.test(path) ? ":memory:" : parsePath(url, path);
}

function restOf(url: string): string {
  const rest = url.slice(url.indexOf(":") + 1);
  if (/^\/*$/.test(rest)) throw new TypeError(`A URL of a store must name a path, got '${url}'.`);
  return rest;
}

function parsePath(url: string, path: string): string {
  const parsed = new URL(`file:${path}`, pathToFileURL(process.cwd() + sep));
  if (parsed.search !== "" || parsed.hash !== "") {
    throw new TypeError(
      `A URL of a store must have only a path, got '${url}'. Write '?' as %3F and '#' as %23, or pass a path.`,
    );
  }
  return fileURLToPath(parsed);
}
