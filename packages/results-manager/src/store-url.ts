import { sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Two characters or more: the one of `C:\data` is a Windows drive. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i;

/** The scheme of a store's URL, in lower case; `undefined` for a path. */
export function schemeOf(url: string): string | undefined {
  return SCHEME.exec(url)?.[1]?.toLowerCase();
}

/**
 * The path that a `file:` or `sqlite:` URL names; `file:./data` and `sqlite:x.db` start from the current folder.
 *
 * @throws {TypeError} for one with a host, a query or a fragment, or without a path.
 */
export function pathOf(url: string): string {
  const rest = url.slice(url.indexOf(":") + 1);
  if (/^\/*$/.test(rest)) throw new TypeError(`A URL of a store must name a path, got '${url}'.`);
  const parsed = new URL(`file:${rest}`, pathToFileURL(process.cwd() + sep));
  if (parsed.search !== "" || parsed.hash !== "") {
    throw new TypeError(
      `A URL of a store is a path alone, got '${url}'. Write '?' as %3F and '#' as %23, or pass a path.`,
    );
  }
  return fileURLToPath(parsed);
}
