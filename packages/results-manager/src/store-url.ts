import { sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A scheme has at least two characters: the one of `C:\data` is a Windows drive. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i;

/** Scheme of a store's URL, in lower case; `undefined` for a path. */
export function schemeOf(url: string): string | undefined {
  return SCHEME.exec(url)?.[1]?.toLowerCase();
}

/**
 * Path of a `file:` or `sqlite:` URL; `file:./data` and `sqlite:x.db` are relative to the current folder.
 *
 * @throws {TypeError} for a URL with a host, a query or a fragment, or without a path.
 */
export function pathOf(url: string): string {
  const rest = url.slice(url.indexOf(":") + 1);
  if (/^\/*$/.test(rest)) throw new TypeError(`A URL of a store must name a path, got '${url}'.`);
  const parsed = new URL(`file:${rest}`, pathToFileURL(process.cwd() + sep));
  if (parsed.search !== "" || parsed.hash !== "") {
    throw new TypeError(
      `A URL of a store must have only a path, got '${url}'. Write '?' as %3F and '#' as %23, or pass a path.`,
    );
  }
  return fileURLToPath(parsed);
}
